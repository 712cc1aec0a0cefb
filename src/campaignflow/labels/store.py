"""Sentences about the store: where it is, whether it can be used, what its journal shows."""

from campaignflow.labels.shape import Sentence, error

SENTENCES: dict[str, Sentence] = {
    # where it is
    "store-url": error(
        "“{url}”不是存储的地址，请写成 {offer}。", "“{url}” is no address of a store; write {offer}."
    ),
    "store-url-option": error(
        "存储地址的选项“{option}”无效；可以写 synchronous=FULL 或 synchronous=NORMAL。",
        "The option “{option}” of the store's address is unknown; synchronous=FULL or synchronous=NORMAL may stand there.",
    ),
    "store-other-database": error(
        "不支持数据库 {name}；请用 sqlite:///文件名。",
        "The database {name} is not served; use sqlite:///FILE.",
    ),
    "store-postgresql-later": error(
        "目前还不能使用 PostgreSQL，多机协作的版本会支持；请先用 sqlite:///文件名。",
        "PostgreSQL cannot be used yet, it comes with work on many machines; use sqlite:///FILE until then.",
    ),
    "store-missing": error(
        "{path} 没有存储文件，请核对路径；第一次应用计划时会新建（campaignflow apply 计划 --as 人员编号）。",
        "There is no store at {path}; check the path. The first apply of a plan makes it"
        " (campaignflow apply PLAN --as WHO).",
    ),
    "store-no-folder": error(
        "文件夹 {folder} 不存在，请先建立文件夹。", "The folder {folder} does not exist; make it first."
    ),
    # whether it can be used
    "store-foreign": error(
        "{path} 不是 campaignflow 的存储文件，请核对路径。",
        "{path} is no campaignflow store; check the path.",
    ),
    "store-older": error(
        "{path} 的格式（{found}）比本版本（{needed}）旧，请先备份，再运行 campaignflow store migrate。",
        "{path} has an older format ({found}) than this version ({needed}); back it up, then run campaignflow store migrate.",
    ),
    "store-newer": error(
        "{path} 的格式（{found}）比本版本（{needed}）新，请升级 campaignflow。",
        "{path} has a newer format ({found}) than this version ({needed}); upgrade campaignflow.",
    ),
    "store-locked": error(
        "{path} 正被别的程序占用，请稍后再试。", "{path} is held by another program; try again in a moment."
    ),
    "store-readonly": error(
        "{path} 只读，无法写入；请检查文件和所在文件夹的权限。",
        "{path} is read-only; check the permissions of the file and its folder.",
    ),
    "store-disk-full": error(
        "磁盘已满，{path} 无法写入；请腾出空间后再试，内容没有丢失。",
        "The disk is full, {path} cannot be written; make room and try again, nothing was lost.",
    ),
    "store-disk-fails": error(
        "读写 {path} 时磁盘出错，请检查磁盘或网络连接。",
        "The disk fails at {path}; check the disk or the connection to it.",
    ),
    "store-unopenable": error(
        "无法打开 {path}，请检查它是不是文件、有没有权限。",
        "{path} cannot be opened; check that it is a file and that you may use it.",
    ),
    "store-damaged": error(
        "{path} 已损坏，请从备份恢复；恢复前不要再写入。",
        "{path} is damaged; restore it from a backup, and write nothing until then.",
    ),
    "store-entry-unreadable": error(
        "{ref} 的第 {version} 条记录已无法读出，请核查存储并从备份恢复。",
        "Entry {version} of {ref} cannot be read any more; verify the store and restore it from a backup.",
    ),
    # what is not as it should be
    "store-on-share": Sentence(
        "warning",
        "{path} 在网络共享（{share}）上，写入较慢，断线时可能出错；最好放在一台机器的本地磁盘上。",
        "{path} lies on a network share ({share}): writing is slow and may fail with the connection; a local disk of one machine is better.",
    ),
    "store-without-wal": Sentence(
        "warning",
        "{path} 所在的文件系统不支持预写日志，写入时别人要等待；最好换到本地磁盘。",
        "The file system of {path} has no write-ahead log, so that readers wait for writers; a local disk is better.",
    ),
    "store-not-scrubbed": Sentence(
        "warning",
        "内容已经删去，但 {path} 正被读取，文件中还可能有残留；请在无人使用时再清理一次。",
        "The content was redacted, but {path} was being read and may still hold traces; clean it again when nobody uses it.",
    ),
    # acts
    "key-used-otherwise": error(
        "{actor} 的幂等键“{key}”已用于另一次操作（{act}），请换一个键。",
        "The idempotency key “{key}” of {actor} was used for something else ({act}); take another one.",
    ),
    "note-too-large": error(
        "{ref} 的备注超过 {limit} 字节，请缩短。", "The note on {ref} is longer than {limit} bytes."
    ),
    "patch-too-large": error(
        "{ref} 一次改动的内容超过 {limit} 字节，请分几次改。",
        "One change of {ref} is larger than {limit} bytes; make it in several.",
    ),
    "act-too-wide": error(
        "一次操作涉及 {count} 条记录，最多 {limit} 条，请分几次做。",
        "One act touches {count} records, at most {limit} may be; do it in several.",
    ),
    "instant-without-zone": error(
        "时间 {moment} 没有时区，无法确定是哪一刻；请写明时区。",
        "{moment} has no time zone, so it names no instant; give it one.",
    ),
    "act-inside-view": error(
        "正在读取记录，此时不能写入；插件请在提交之后再操作。",
        "The record is being read; nothing can be written from inside. A plugin acts after the commit.",
    ),
    "act-id-used": error(
        "程序错误：操作编号 {act} 已经用过。", "A fault of the program: the act id {act} was used before."
    ),
    "act-skips-version": error(
        "程序错误：对 {ref} 的改动接在版本 {version} 之后，应接在 {expected} 之后。",
        "A fault of the program: a change of {ref} follows version {version}, it should follow {expected}.",
    ),
    "act-changes-uid": error(
        "程序错误：{ref} 的终身编号不能改成 {uid}。",
        "A fault of the program: the name for life of {ref} cannot become {uid}.",
    ),
    "act-patch-leads-elsewhere": error(
        "程序错误：{ref} 第 {version} 版的补丁与改后的内容不符。",
        "A fault of the program: the patch to version {version} of {ref} does not lead to the content given with it.",
    ),
    "act-projects-elsewhere": error(
        "程序错误：对 {ref} 的改动带有 {other} 的待办或定时。",
        "A fault of the program: a change of {ref} carries a task or timer of {other}.",
    ),
    "act-redacts-unsaid": error(
        "程序错误：删去 {ref} 第 {version} 条的内容，却没有相应的记录。",
        "A fault of the program: entry {version} of {ref} is redacted and no entry says so.",
    ),
    "act-residual-leads-elsewhere": error(
        "删去之后，{ref} 的记录推不出现在的内容；请在残留中保留未删的部分，现有内容也要一并改掉。",
        "After the redaction the journal of {ref} no longer gives its content; keep what was not redacted, and amend what is still there.",
    ),
    "act-breaks-tables": error(
        "程序错误：操作 {act} 与存储的约束冲突（{detail}）。",
        "A fault of the program: act {act} breaks a rule of the tables ({detail}).",
    ),
    # what the journal shows
    "verify-entry-missing": error("{ref} 缺第 {version} 条记录。", "Entry {version} of {ref} is missing."),
    "verify-entry-altered": error(
        "{ref} 第 {version} 条记录被改动过：与它的哈希不符。",
        "Entry {version} of {ref} was altered: it does not match its hash.",
    ),
    "verify-chain-broken": error(
        "{ref} 第 {version} 条记录接不上前一条：前一条被换掉或改动过。",
        "Entry {version} of {ref} does not follow the one before it, which was exchanged or altered.",
    ),
    "verify-content-altered": error(
        "{ref} 第 {version} 条记录的内容被改动过。", "The content of entry {version} of {ref} was altered."
    ),
    "verify-redaction-unsaid": error(
        "{ref} 第 {version} 条记录的内容被删去，但没有记录说明，或残留与说明不符。",
        "Entry {version} of {ref} lost its content and no entry says so, or what is left differs from what it says.",
    ),
    "verify-column-differs": error(
        "{ref} 第 {version} 条记录的列与原文不符：{columns}。",
        "The columns of entry {version} of {ref} differ from its text: {columns}.",
    ),
    "verify-act-incomplete": error(
        "操作 {act} 不完整：与 {ref} 第 {version} 条记录同时写入的记录有缺失或改动。",
        "Act {act} is incomplete: entries written together with entry {version} of {ref} are missing or altered.",
    ),
    "verify-record-missing": error(
        "{ref} 有 {version} 条记录，却不在记录表里。",
        "{ref} has {version} entries and no row among the records.",
    ),
    "verify-record-differs": error(
        "{ref} 在记录表里的内容与第 {version} 条记录不符：{columns}。",
        "The row of {ref} differs from its newest entry, {version}: {columns}.",
    ),
    "verify-journal-missing": error(
        "{ref}（版本 {version}）在记录表里，却没有任何记录。",
        "{ref} (version {version}) stands among the records and has no entries.",
    ),
    "verify-queue-differs": error(
        "{ref} 第 {version} 条记录等待封存，却不存在或已改动。",
        "Entry {version} of {ref} waits for a seal and is gone or altered.",
    ),
    "verify-head-unknown": error(
        "无法核对封存头“{head}”：这个存储还没有封存。",
        "The head “{head}” cannot be checked: this store has no seals yet.",
    ),
    "verify-derived-differs": error(
        "{ref}（版本 {version}）的内容与记录推出的不符：{columns}。",
        "What stands of {ref} at version {version} differs from what its entries give: {columns}.",
    ),
    "verify-stray-row": error(
        "{table} 表里有 {ref} 的行，却没有这条记录。",
        "The table {table} speaks of {ref}, of which there is no record.",
    ),
    "verify-clock-went-back": Sentence(
        "warning",
        "{ref} 第 {version} 条记录的时间（{at}）早于前一条（{before}）：时钟被拨回过。",
        "Entry {version} of {ref} says {at}, earlier than the one before it ({before}): the clock was set back.",
    ),
}
