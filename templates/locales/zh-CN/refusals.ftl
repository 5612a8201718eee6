# 行被剔除的原因
refused-no-date = 不是日期或时间
refused-no-date-as-configured = 不是配置格式的日期或时间
refused-empty = 为空，而每一行都必须有
refused-negative-duration = “{ $a }”早于“{ $b }”：时长为负
refused-cells = 有 { $a } 个单元格，而表头有 { $b } 个
refused-scale = 超出量表 { $a } 至 { $b }
refused-nps-scale = 净推荐值需要 0–10 的量表，此处不是
refused-nps = 净推荐值需要 0–10
refused-word = 词语“{ $a }”无法识别
