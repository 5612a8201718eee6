# Words that the help puts around sentences.
usage = Usage:
commands = Commands:
arguments = Arguments:
options = Options:
possible-values = Possible values:
default-is = [default:
values-are = [possible values:
