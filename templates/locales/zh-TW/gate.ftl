# 發布前檢查的結果
gate-cover-title = 發布前的資料檢查
gate-override-title = 經人工決定發布
gate-override-label = 人工放行
gate-override = 發布前檢查曾攔下本報告，後經人工決定仍予發布，理由：{ $reason }。
gate-more = 另有 { $n } 項見「資料品質」。
gate-caption = 發布前檢查
gate-column-rule = 檢查項
gate-column-found = 發現
gate-note = 每份報告發布前都與上一季及既定限值核對，此處列出達到限值的各項。
gate-rule-same-file = 與他方相同的檔案
gate-rule-rows-fall = 筆數
gate-rule-rows-rise = 筆數
gate-rule-freshness = 時效
gate-rule-unchanged = 檔案未變
gate-rule-schema-drift = 表與欄位
gate-rule-rejects = 排除的資料列
gate-rule-unreadable = 無法讀取的儲存格
gate-rule-missing = 缺漏的儲存格
gate-rule-backlog = 積壓
gate-rule-unmapped-cost = 未歸類的成本
gate-rule-jumps = 驟變
gate-same-file = 檔案「{ $subject }」與為另一份報告提供的檔案完全相同。
gate-rows-fall = { $table }：筆數比依上一季推算的少 { $value }（限值 { $limit }）。
gate-rows-rise = { $table }：筆數比依上一季推算的多 { $value }（限值 { $limit }）。
gate-freshness = { $table }：最後一條記錄距季末 { $value } 天（限值 { $limit } 天）。
gate-unchanged = { $table }：檔案與上一季報告所用的完全相同。
gate-schema-drift = { $of ->
    [whole] { $table }：上一季報告有此表，本期沒有。
   *[part] { $table }：上一季報告有欄位 { $subject }，本期沒有。
}
gate-rejects = { $table }：{ $value } 的資料列被排除（限值 { $limit }）。
gate-unreadable = { $table }·{ $subject }：{ $value } 的儲存格無法讀取或識別（限值 { $limit }）。
gate-missing = { $table }·{ $subject }：缺漏比例比上一季報告上升 { $value }（百分點，限值 { $limit }）。
gate-backlog = 積壓不平：相差本季工單數的 { $value }。
gate-unmapped-cost = { $value } 的成本未歸入任何類別（限值 { $limit }）。
gate-jumps = { $subject } 的變動是其平常季度間變動的 { $value } 倍（限值 { $limit } 倍）。
