"""Sentences about plugins: why one is not in force, what went wrong with its answer, what it says against an act."""

from campaignflow.labels.shape import Sentence, error, note, warning

SENTENCES: dict[str, Sentence] = {
    # why a plugin is not in force
    "plugin-not-imported": error(
        "插件 {plugin} 装不上，已停用：{error}。",
        "The plugin {plugin} cannot be imported and is out of use: {error}.",
    ),
    "plugin-without-hooks": error(
        "插件 {plugin} 没有任何钩子，已停用；钩子前要写 @hookimpl。",
        "The plugin {plugin} has no hooks and is out of use; write @hookimpl above each hook.",
    ),
    "plugin-hook-unknown": error(
        "插件 {plugin} 的 {hook} 不是已有的钩子，该插件已停用。",
        "The plugin {plugin} has {hook}, which is no hook; the plugin is out of use.",
    ),
    "plugin-hook-unmarked": error(
        "插件 {plugin} 的 {hook} 没有写 @hookimpl，或者不是函数，该插件已停用；不是钩子的，名称不要以 campaignflow_ 开头。",
        "In the plugin {plugin}, {hook} has no @hookimpl or is no function; the plugin is out of use. What is no hook has a name that does not begin with campaignflow_.",
    ),
    "plugin-hook-argument": error(
        "插件 {plugin} 的 {hook} 要用参数 {argument}，而这个钩子只给：{known}；该插件已停用。",
        "In the plugin {plugin}, {hook} asks for {argument}, but this hook is given: {known}; the plugin is out of use.",
    ),
    "plugin-hook-form": error(
        "插件 {plugin} 的 {hook} 写成了 {form}，该插件已停用；钩子应是普通函数，参数照原名，不带默认值。",
        "In the plugin {plugin}, {hook} is written with {form}; the plugin is out of use. A hook is a plain function whose arguments have the given names and no defaults.",
    ),
    "plugin-name-twice": error(
        "有两个插件都叫 {plugin}，分不清用哪一个，都已停用；请改其中一个的名称。",
        "Two plugins are named {plugin}, nothing says which is meant, and both are out of use; rename one.",
    ),
    "plugin-name-reserved": error(
        "插件不能叫 {plugin}，这个名称另有所指，已停用；请改名。",
        "No plugin can be named {plugin}, which means something else; it is out of use until it is renamed.",
    ),
    "plugin-name-no-module": error(
        "“{text}”不能作插件的文件夹名：须以英文字母开头，只含字母、数字和连字符，如 {offer}。",
        "“{text}” makes no name of a plugin: let the folder begin with a letter and hold letters, digits and hyphens, as {offer}.",
    ),
    "plugin-shadowed": note(
        "另有直接给出的同名插件 {plugin}，这一个没有装入。",
        "Another plugin named {plugin} was given more directly, so this one is not loaded.",
    ),
    "plugin-blocked": note(
        "插件 {plugin} 已按设置关闭。", "The plugin {plugin} is switched off by the settings."
    ),
    "plugin-missing": error(
        "本单位要用的插件 {plugin} 没有启用，凡须由它决定的都要等它启用。",
        "The plugin {plugin}, which this office requires, is not in use; what it decides must wait for it.",
    ),
    "plugins-folder-missing": error(
        "没有插件文件夹 {path}，请核对路径。", "There is no folder {path} for plugins; check the path."
    ),
    "plugins-folder-open": error(
        "任何人都可以改写 {path}，其中的插件没有装入；请收回其他用户的写权限。",
        "Anybody may write to {path}, so no plugin is loaded from it; take the right to write from others.",
    ),
    # what it answers
    "plugin-error": error(
        "插件 {plugin} 在 {hook} 中出错：{error}。", "The plugin {plugin} failed in {hook}: {error}."
    ),
    "plugin-answer-wrong": error(
        "插件 {plugin} 的 {hook} 答得不合要求：{got}。",
        "The plugin {plugin} gave an answer that {hook} cannot use: {got}.",
    ),
    "limits-unreadable": error(
        "时限规定 {where} 处的 {text} 看不懂；应写成：{expected}。",
        "In the limits of time, {text} at {where} is not understood; it would be: {expected}.",
    ),
    "plugin-step-twice": error(
        "插件 {plugin} 给出了两个都叫“{step}”的审批环节；请改其中一个的编号。",
        "The plugin {plugin} gave two approval steps with the id “{step}”; rename one.",
    ),
    "plugin-found": warning("插件 {plugin}：", "Plugin {plugin}: "),
    "calendar-unheard": error(
        "插件 {plugin} 没有答复，不知哪些不能对外，日历没有写出；{why}",
        "The plugin {plugin} could not be asked what to leave out, so no calendar for readers outside is written. {why}",
    ),
    "plugin-command-ours": error(
        "插件 {plugin} 的命令 {command} 与 campaignflow 自己的命令重名，没有装入；请改名。",
        "The plugin {plugin} has a command {command}, which campaignflow has itself; it is left out until it is renamed.",
    ),
    "plugin-command-twice": error(
        "不止一个命令叫 {command}，插件 {plugin} 的这一个没有装入；请改名。",
        "More than one command is called {command}, so that of the plugin {plugin} is left out; rename it.",
    ),
    "plugin-was-slow": error(
        "插件 {plugin} 以前在 {hook} 中用了 {seconds} 秒，太慢，已停用；请换用新版本，或用 campaignflow plugins again {plugin} 重新启用。",
        "The plugin {plugin} took {seconds} seconds in {hook} before, which is too slow, and is out of use; install a newer version, or say campaignflow plugins again {plugin}.",
    ),
    "plugin-slow": warning(
        "插件 {plugin} 的 {hook} 有一次用了 {seconds} 秒，超过 {limit} 秒。",
        "The plugin {plugin} once took {seconds} seconds in {hook}, more than {limit}.",
    ),
    "vetoed": error("插件 {plugin} 不同意：{sentence}", "The plugin {plugin} objects: {sentence}"),
}
