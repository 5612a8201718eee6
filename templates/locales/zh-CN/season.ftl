# 业务量的季节规律
season-heading-high = 季节：{ $metric }以{ $quarter }最高，高于全年平均 { $size }；去除季节因素后，本季度环比 { $change }（原值 { $raw }）
season-heading-low = 季节：{ $metric }以{ $quarter }最低，低于全年平均 { $size }；去除季节因素后，本季度环比 { $change }（原值 { $raw }）
season-heading-high-only = 季节：{ $metric }以{ $quarter }最高，高于全年平均 { $size }
season-heading-low-only = 季节：{ $metric }以{ $quarter }最低，低于全年平均 { $size }
season-heading-none = 季节：各季之间的差别均不能排除偶然，看不出稳定的季节规律
season-caption = 业务量的季节指数（全年平均为 1），截至{ $to }的 { $count } 个季度（{ $years } 个整年）
season-first = 一季度
season-second = 二季度
season-third = 三季度
season-fourth = 四季度
season-adjusted = 去除季节后
season-raw-change = 环比（原值）
season-adjusted-change = 环比（去除季节后）
season-note = 季节指数为各季数值 ÷ 四季中心移动平均，按季平均并调整到均值为 1（移动平均比率法，乘法模型）；下方为各年比值的范围，年数很少。浅色表示可能出于偶然（各年方向不一，或与 1 的差距未超出计数的随机波动，置信度 { $level }）。去除季节后为数值 ÷ 指数。指数只描述已有年份，不是预测；同比不需要此项调整。
