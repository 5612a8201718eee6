# 資料列被排除的原因
refused-no-date = 不是日期或時間
refused-no-date-as-configured = 不是設定格式的日期或時間
refused-empty = 為空，而每一筆都必須有
refused-negative-duration = 「{ $a }」早於「{ $b }」：時長為負
refused-cells = 有 { $a } 個儲存格，而表頭有 { $b } 個
refused-scale = 超出量表 { $a } 至 { $b }
refused-nps-scale = 淨推薦值需要 0–10 的量表，此處不是
refused-nps = 淨推薦值需要 0–10
refused-word = 詞語「{ $a }」無法識別
