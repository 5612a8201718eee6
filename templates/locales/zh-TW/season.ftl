# 業務量的季節規律
season-heading-high = 季節：{ $metric }以{ $quarter }最高，高於全年平均 { $size }；去除季節因素後，本季較上季 { $change }（原值 { $raw }）
season-heading-low = 季節：{ $metric }以{ $quarter }最低，低於全年平均 { $size }；去除季節因素後，本季較上季 { $change }（原值 { $raw }）
season-heading-high-only = 季節：{ $metric }以{ $quarter }最高，高於全年平均 { $size }
season-heading-low-only = 季節：{ $metric }以{ $quarter }最低，低於全年平均 { $size }
season-heading-none = 季節：各季之間的差別均不能排除偶然，看不出穩定的季節規律
season-caption = 業務量的季節指數（全年平均為 1），截至{ $to }的 { $count } 個季度（{ $years } 個整年）
season-first = 第一季
season-second = 第二季
season-third = 第三季
season-fourth = 第四季
season-adjusted = 去除季節後
season-raw-change = 較上季（原值）
season-adjusted-change = 較上季（去除季節後）
season-note = 季節指數為各季數值 ÷ 四季中心移動平均，按季平均並調整到平均值為 1（移動平均比率法，乘法模型）；下方為各年比值的範圍，年數很少。淺色表示可能出於偶然（各年方向不一，或與 1 的差距未超出計數的隨機波動，信賴水準 { $level }）。去除季節後為數值 ÷ 指數。指數只描述已有年份，不是預測；與去年同期比較不需要此項調整。
