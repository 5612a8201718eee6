# 帮助中句子前后的词。
usage = 用法：
commands = 命令：
arguments = 参数：
options = 选项：
possible-values = 可选值：
default-is = [默认：
values-are = [可选值：
