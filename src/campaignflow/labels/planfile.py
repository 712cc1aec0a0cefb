"""Sentences about a plan as text: syntax, keys, values, ids, names."""

from campaignflow.labels.shape import Sentence, error, note, warning

SENTENCES: dict[str, Sentence] = {
    "plan-has-errors": error("计划有 {count} 处错误：", "The plan has {count} error(s):"),
    # the file
    "file-too-large": error("文件超过 {limit} MB。", "The file is larger than {limit} MB."),
    "file-too-long": error("文件超过 {limit} 项内容。", "The file holds more than {limit} values."),
    "more-mistakes": error("还有 {count} 处错误没有列出。", "There are {count} more mistakes, not listed."),
    "too-deep": error(
        "层次太深（超过 {limit} 层）。", "The file is nested too deeply (over {limit} levels)."
    ),
    "alias-bomb": error(
        "引用（*）展开后超过 {limit} 项，请减少重复引用。",
        "The aliases (*) repeat more than {limit} values; repeat less.",
    ),
    "alias-unknown": error(
        "引用 *{name} 之前没有 &{name}；若是文字，请加引号。",
        "*{name} repeats nothing: there is no &{name} before it. Quote it if it is text.",
    ),
    "merge-key": error(
        "不支持合并键 <<，请把内容写全。", "Merge keys (<<) are not read; write the content out."
    ),
    "tag-refused": error("不支持标签 {tag}，请删去。", "Tags such as {tag} are not read; remove it."),
    "second-document": error(
        "一个文件只能写一份计划，“---”之后的内容没有读。",
        "One file holds one plan; what follows the second “---” was not read.",
    ),
    "key-not-text": error(
        "这里的键不是文字；若文字以 [ 或 {{ 开头，请加引号。",
        "A key must be text; quote a text that starts with [ or {{.",
    ),
    "key-twice": error(
        "“{key}”写了两次（上一次在第 {first} 行），请合并或改名。",
        "“{key}” is written twice (first in line {first}); merge the two or rename one.",
    ),
    "plan-empty": error(
        "文件是空的。用 campaignflow new plan 可生成一份范例。",
        "The file is empty. campaignflow new plan DIR writes a starter.",
    ),
    "plan-no-blocks": error(
        "文件不是由“programme:”“campaigns:”等部分组成的。",
        "The file is not made of blocks such as “programme:” and “campaigns:”.",
    ),
    "programme-missing": error(
        "缺少“programme:”部分（id、title、period）。",
        "The block “programme:” with id, title and period is missing.",
    ),
    "file-gb18030": note(
        "文件是以 GBK/GB18030 保存的，已照读；请另存为 UTF-8。",
        "The file is saved as GBK/GB18030; it was read, but save it as UTF-8.",
    ),
    "file-has-mark": note(
        "文件带有 {encoding} 标记（BOM），已照读；建议另存为不带标记的 UTF-8。",
        "The file carries a {encoding} mark (BOM); it was read. Plain UTF-8 is better.",
    ),
    "file-not-text": error(
        "文件既不是 UTF-8 也不是 GB18030 文字。", "The file is text in neither UTF-8 nor GB18030."
    ),
    "include-missing": error("找不到要并入的文件 {file}。", "The included file {file} is not there."),
    "include-needs-file": error(
        "include 只能写在文件里；这份计划是从一段文字读入的。",
        "Only a file can include others; this plan was read from a text.",
    ),
    "include-absolute": error(
        "并入的文件要写相对路径，不能写 {file}。",
        "Included files are named relative to this one, not as {file}.",
    ),
    "include-twice": error("文件 {file} 已经并入过了。", "The file {file} is included already."),
    "include-too-many": error("并入的文件超过 {limit} 个。", "More than {limit} files are included."),
    "id-in-two-files": error(
        "“{id}”在 {file} 第 {first} 行已有，请改名或删去一处。",
        "“{id}” is already in {file}, line {first}; rename or remove one.",
    ),
    # syntax
    "yaml-unreadable": error(
        "从这里起读不下去：“{text}”（{why}）。", "This cannot be read from here on: “{text}” ({why})."
    ),
    "colon-in-text": error(
        "文字里有“: ”，要整体加引号：{offer}", "The text holds “: ”; quote the whole of it: {offer}"
    ),
    "text-starts-with-quote": error(
        "文字以引号开头，YAML 把它当成全部；请整体加单引号：{offer}",
        "The text starts with a quote mark, which YAML takes for the whole; put all of it in single quotes: {offer}",
    ),
    "text-starts-with-mark": error(
        "文字以“{mark}”开头，在 YAML 里另有含义；请加引号：{offer}",
        "The text starts with “{mark}”, which means something else in YAML; quote it: {offer}",
    ),
    "hashtag-is-comment": error(
        "空格后的 # 开始注释，{tag} 及其后都没有读；请加引号：{offer}",
        "A # after a space starts a comment, so {tag} and what follows was not read; quote the text: {offer}",
    ),
    "colon-wide": error(
        "这里是全角冒号，要用半角冒号加空格：{offer}", "This is a full-width colon; use “: ” instead: {offer}"
    ),
    "colon-needs-space": error(
        "冒号后面要有一个空格：{offer}", "A colon needs a plain space after it: {offer}"
    ),
    "colon-missing": error(
        "这一行没有“键: 值”的冒号：“{text}”。", "This line has no “key: value” colon: “{text}”."
    ),
    "content-missing": error(
        "这里少了内容，或多了括号、逗号：“{text}”。",
        "Something is missing here, or there is a bracket or comma too many: “{text}”.",
    ),
    "indent-uneven": error(
        "“{text}”的缩进与同级各行对不齐，请把同一级的行对齐。",
        "“{text}” is not indented as its neighbours are; line up what stands on one level.",
    ),
    "quote-unclosed": error(
        "引号 {mark} 没有收尾；若引号是文字的一部分，请把整段文字加另一种引号。",
        "The quote mark {mark} is never closed; if it is part of the text, put the whole text in the other quotes.",
    ),
    "bracket-unclosed": error(
        "括号 {mark} 没有收尾，或其中少了逗号。",
        "The bracket {mark} is never closed, or a comma is missing inside it.",
    ),
    "backslash-in-quotes": error(
        "双引号里的 \\ 有特殊含义，请改用单引号。",
        "A \\ means something else inside double quotes; use single quotes.",
    ),
    "indent-wide-space": error(
        "行首缩进用了全角或不间断空格（{code}），请换成普通空格。",
        "The line is indented with a full-width or no-break space ({code}); use plain spaces.",
    ),
    "indent-tab": error(
        "行首缩进用了制表符（Tab），请换成空格。", "The line is indented with a tab; use spaces."
    ),
    "colon-left-out": error(
        "“{text}”缺少冒号；请写 {offer}（若是前一段文字的一部分，请给整段文字加引号）。",
        "“{text}” has no colon; write {offer} (or quote the whole text, if it is part of the one before it).",
    ),
    "comma-splits": error(
        "花括号里的半角逗号把文字切成了两段（后半段“{key}”）；请给整段文字加引号：{offer}",
        "The comma inside the braces cut the text in two (its rest is “{key}”); quote the whole of it: {offer}",
    ),
    "comma-wide": error(
        "这里是全角“{mark}”，分不开两个键；要用半角逗号加空格：{offer}",
        "“{mark}” is full-width and parts no keys; use “, ” instead: {offer}",
    ),
    "json-unreadable": error("这里不合 JSON 写法：“{text}”。", "This is not JSON: “{text}”."),
    "json-after-end": error(
        "JSON 结束后还有内容：“{text}”。", "Something follows the end of the JSON: “{text}”."
    ),
    "toml-unreadable": error(
        '这里不合 TOML 写法。日期和中文 id 都要加引号，如 when = "2027-03-22"、[units."办公室"]。',
        'This is not TOML. Quote dates and Chinese ids, as in when = "2027-03-22" and [units."办公室"].',
    ),
    "toml-key-twice": error("同一个键写了两次。", "One key is written twice."),
    # keys and values
    "unknown-key": error("不认识“{key}”。这里可用：{known}。", "“{key}” is not known here. Known: {known}."),
    "unknown-block": error(
        "不认识“{key}:”这一部分。可用：{known}。", "The block “{key}:” is not known. Known: {known}."
    ),
    "block-too-deep": error(
        "“{key}:”应顶格单独写，不在 programme 里面。",
        "“{key}:” is a block of its own at the left margin, not part of programme.",
    ),
    "missing-key": error("缺少“{key}”。", "“{key}” is missing."),
    "key-without-value": note(
        "“{key}”后面没有内容，已略过；没有就删去这一行。",
        "“{key}” has no value and was left out; remove the line if there is none.",
    ),
    "needs-block": error(
        "这里要写若干“键: 值”，而不是“{text}”。", "Keys and values are expected here, not “{text}”."
    ),
    "list-for-block": error(
        "这里不用列表：每一项写自己的 id，去掉“- ”，如 {offer}",
        "This is no list: give each item its id and leave the “- ” out, as {offer}",
    ),
    "needs-list": error(
        "这里要写列表，如 [甲, 乙] 或每行一个“- ”。", "A list is expected here, as [a, b] or one “- ” a line."
    ),
    "needs-yes-or-no": error(
        "这里要写 true 或 false，而不是“{text}”。", "true or false is expected here, not “{text}”."
    ),
    "needs-whole-number": error(
        "这里要写整数，而不是“{text}”。", "A whole number is expected here, not “{text}”."
    ),
    "needs-number": error("这里要写数字，而不是“{text}”。", "A number is expected here, not “{text}”."),
    "number-outside": error("“{text}”太小，至少是 1。", "“{text}” is too small; at least 1."),
    "not-one-of": error("“{text}”不在可选之列：{expected}。", "“{text}” is not one of: {expected}."),
    "control-character": error(
        "文字里有不可见的控制字符，请删去后重新输入。",
        "The text holds an invisible control character; delete it and type the text again.",
    ),
    "empty-text": error("这里不能为空。", "This cannot be empty."),
    "text-too-long": error("文字太长。", "The text is too long."),
    "value-refused": error("这里不能写“{text}”（{why}）。", "“{text}” does not fit here ({why})."),
    "listed-twice": error("“{text}”列了两次。", "“{text}” is listed twice."),
    "quantity-unreadable": error(
        "看不懂数量“{text}”。可写 3、500 m2、10% of headcount、3.2万。",
        "Cannot read the quantity “{text}”. Write 3, 500 m2, 10% of headcount or 3.2万.",
    ),
    "quota-needs-number": error(
        "任务量要写 at_least、at_most、exactly 或 about 之一。",
        "A quota needs at_least, at_most, exactly or about.",
    ),
    "quota-backwards": error(
        "at_least（{least}）大于 at_most（{most}）。", "at_least ({least}) is more than at_most ({most})."
    ),
    "per-unreadable": error(
        "看不懂 per“{text}”。可写 day、week、month、quarter、year、campaign、issue、stage 或 any 14 days。",
        "Cannot read per “{text}”. Write day, week, month, quarter, year, campaign, issue, stage or any 14 days.",
    ),
    "fiscal-year-unreadable": error(
        "财政年度的起始写成月-日，如 01-01、04-01，而不是“{text}”。",
        "The start of the fiscal year is written MM-DD, as 01-01 or 04-01, not “{text}”.",
    ),
    # ids
    "id-too-long": error("id“{id}”超过 {limit} 个字符。", "The id “{id}” is longer than {limit} characters."),
    "id-reserved": error(
        "“{id}”是日期写法里的词，不能作 id，请换一个。",
        "“{id}” is a word of the date grammar and cannot be an id; choose another.",
    ),
    "id-like-a-date": error(
        "id“{id}”像数字或日期，请换一个，如加上字母。",
        "The id “{id}” looks like a number or date; choose another, with letters in front.",
    ),
    "id-bad-character": error(
        "id“{id}”里只能有文字、数字、- 和 _，且以文字或数字开头。",
        "The id “{id}” may hold letters of any script, digits, - and _, and starts with a letter or digit.",
    ),
    "ids-alike": error(
        "“{one}”和“{other}”看上去一样（大小写或全半角之别），请改一个。",
        "“{one}” and “{other}” cannot be told apart (case or width); rename one.",
    ),
    "id-taken": error(
        "“{id}”已在 {block} 里用过，这几部分的 id 不能相同。",
        "“{id}” is taken in {block}; these blocks share one set of ids.",
    ),
    "quotes-wide": error(
        "{text} 的中文引号也算内容；请去掉引号，写 {offer}。",
        "The curly quotes of {text} count as part of it; write {offer}.",
    ),
    "unknown-facet": error(
        "没有叫“{id}”的审批内容；可写 {known}，或活动的 id。",
        "There is nothing called “{id}” to approve; write {known}, or the id of an activity.",
    ),
    "unknown-id": error("计划里没有叫“{id}”的{kind}。", "The plan has no {kind} “{id}”."),
    "trigger-unknown": warning(
        "没有叫“{trigger}”的触发动作；若不是插件带来的，这一环节永远不会被要求。",
        "There is no trigger “{trigger}”; unless a plugin brings it, this step is never asked for.",
    ),
    "two-of-one-name": warning(
        "“{one}”和“{other}”同名（{name}）；若是同一个人，请只留一个，否则请在 name 里区分。",
        "“{one}” and “{other}” have one name ({name}); keep one if it is one person, else tell them apart in name.",
    ),
}

# What stands where something else is expected.
WORDS: dict[str, tuple[str, str]] = {
    "block": ("若干“键: 值”", "keys and values"),
    "list": ("列表", "a list"),
    "number": ("数字", "a number"),
    "yes-or-no": ("是或否", "yes or no"),
}
