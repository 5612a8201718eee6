# 全部報告的內部管理彙編
portfolio-kicker = 內部管理彙編
portfolio-title = 客戶組合
portfolio-document = 內部 · 客戶組合，{ $quarter }
portfolio-internal = 內部資料：僅供管理層，嚴禁寄送客戶
portfolio-internal-word = 內部資料
portfolio-author = 管理層
portfolio-reports = 報告
portfolio-reports-n = { $n } 份
portfolio-fiscal-own = 部分客戶採用自有財年，季度以其財年為準
portfolio-topic-overview = 概覽
portfolio-topic-wall = 狀態牆
portfolio-topic-worse = 變差的指標
portfolio-topic-deliveries = 交付
portfolio-topic-gate = 發布前檢查
portfolio-topic-cost = 服務成本
portfolio-topic-outliers = 異常客戶
portfolio-topic-reading = 閱讀說明
portfolio-column-client = 客戶
portfolio-column-report = 報告狀態
portfolio-column-why = 原因
portfolio-column-issue = 版次
portfolio-column-release = 放行
portfolio-column-recipients = 收件人
portfolio-column-sent = 已寄送
portfolio-column-open = 未寄送
portfolio-column-failed = 失敗
portfolio-column-unknown = 不明
portfolio-column-due = 到期日
portfolio-column-share = 佔比
portfolio-state-current = 最新
portfolio-state-warned = 最新，有提示
portfolio-state-overridden = 人工決定發布
portfolio-state-held = 攔下
portfolio-state-failed = 失敗
portfolio-state-unreadable = 無法讀取
portfolio-state-missing = 未生成
portfolio-older-issue = 為第 { $issue } 版資料
portfolio-outdated = 設定其後有變
portfolio-overview-title = { $n } 份報告中 { $current } 份為最新；{ $targets } 項目標中 { $missed } 項未達標，{ $worse ->
    [0] 沒有主要指標確定變差
   *[other] { $worse } 項主要指標變差
}
portfolio-figure-current = 最新報告
portfolio-figure-current-of = 設定共 { $n } 份
portfolio-figure-missed = 未達標
portfolio-figure-missed-of = 共 { $n } 項目標
portfolio-figure-worse = 變差的指標
portfolio-figure-worse-of = 共檢驗 { $n } 項
portfolio-figure-sent = 已寄送
portfolio-figure-sent-of = 目前版次共 { $n } 位收件人
portfolio-to-do = 需要檢視
portfolio-in-order = 正常
portfolio-nobody = 沒有收件人
portfolio-needed-caption = 需要人工處理的報告
portfolio-needed-note = 指標情況見後頁。
portfolio-why-held = 被發布前檢查攔下
portfolio-why-missing = 本季度尚未生成
portfolio-why-failed = 最近一次執行失敗
portfolio-why-unknown = { $n } 封郵件是否送達不明
portfolio-why-undelivered = { $n } 封郵件未被接收
portfolio-why-overdue = { $n } 位收件人逾期未收到
portfolio-why-outdated = 生成後設定有變，此處按現行設定判斷
portfolio-wall-title = { $all } 家客戶中 { $n } 家至少一項未達標
portfolio-wall-title-none = 沒有客戶確定未達標
portfolio-wall-caption = 客戶與主要指標，{ $quarter }
portfolio-wall-legend = ✓ 達標；○ 勉強達標或略未達標，可能出於偶然；✗ 未達標；– 不作判斷；無標記：未設目標。數值下方為目標。未達標最多的客戶排在最前。
portfolio-wall-more = 另有 { $n } 項客戶目標未在此列出，見客戶報告。
portfolio-target = 目標 { $target }
portfolio-worse-title = { $n } 項主要指標變差，超出偶然
portfolio-worse-title-none = 沒有主要指標的變差超出偶然
portfolio-worse-none = { $count ->
    [0] 沒有可與以往季度比較檢驗的指標。
   *[other] 共對 { $tested } 項指標與上季及去年同季作了檢驗，沒有一項的變差超出偶然。
}
portfolio-worse-caption = 變差的主要指標，最確定的在前
portfolio-worse-note = 共檢驗 { $tested } 項指標，分別與上季和去年同季比較；列出的是其中之一在全部檢驗的錯誤發現率之內的指標，單元格中的判斷為各報告自身的判斷。
portfolio-more-lines = 另有 { $n } 行未列出。
portfolio-deliveries-title = { $n } 位收件人中 { $sent } 位已寄送
portfolio-deliveries-title-none = 沒有由程式交付的報告
portfolio-deliveries-none = 設定中沒有報告設定交付。
portfolio-deliveries-caption = 所示版次的郵件，依據台帳
portfolio-deliveries-note = 未寄送：台帳中沒有記錄的收件人。不明：郵件是否送達無人知曉，未經人工確認不再寄送。日期按各客戶時區。
portfolio-deliveries-without = 另有 { $n } 份報告由人工交付。
portfolio-ledger-doubt = 交付台帳不可信
portfolio-overdue = 已逾期
portfolio-release-not-needed = 無需放行
portfolio-release-approved = 已放行
portfolio-release-waiting = 待放行
portfolio-release-outdated = 放行後有變
portfolio-gate-title = { $held ->
    [0] 沒有報告被攔下
   *[other] { $held } 份報告被攔下
}，{ $warned ->
    [0] 沒有報告帶提示
   *[other] { $warned } 份帶提示
}
portfolio-gate-title-none = 發布前檢查沒有發現問題
portfolio-gate-title-failed = 發布前檢查沒有攔下報告；部分報告未能生成
portfolio-gate-none = 各項規則均未在這些報告的資料中發現問題。
portfolio-gate-caption = 發布前檢查的發現與失敗原因
portfolio-gate-note = 被攔下的報告須經人工檢視後才會生成；帶提示的報告在封面註明。失敗原因為程式原文。
portfolio-cost-title = { $count ->
    [0] 沒有客戶的單次服務成本上升
   *[other] { $all } 家客戶中 { $n } 家的單次服務成本上升
}
portfolio-cost-currency = 金額單位：{ $currency }
portfolio-cost-caption = 服務成本，單次成本最高的在前
portfolio-cost-note = 成本須與滿意度一併解讀。不同幣種不相加；同一幣種的報告都有該資料時才給出合計。
portfolio-cost-without = 另有 { $n } 份報告沒有成本資料。
portfolio-outliers-title = { $n } 家客戶在漏斗界限之外，涉及 { $metrics } 項指標
portfolio-outliers-title-none = 沒有客戶在漏斗界限之外
portfolio-outliers-title-few = 客戶過少，不作漏斗界限
portfolio-outliers-few = 至少 { $least } 家客戶以相同定義、足夠案件數得出同一佔比指標時，才計算界限。
portfolio-outliers-inside = 在界限之內：{ $metrics }。
portfolio-outliers-caption = 界限之外的客戶，偏離最遠的在前
portfolio-outliers-note = 客戶的行業與客群各不相同：位於界限之外是一個問題，而不是結論；不作排名。
portfolio-centre = 合計 { $value }
portfolio-group = { $metric }：全部客戶 { $centre }
portfolio-group-wide = { $metric }：全部客戶 { $centre }；客戶間差異大於偶然，界限放寬 { $by } 倍
portfolio-funnel-title = { $metric }：{ $worse } 家劣於、{ $better } 家優於偶然所能解釋
portfolio-funnel-caption = { $clients } 家客戶，n={ $n }；界限以全部客戶的佔比為中心
portfolio-funnel-alt = { $clients } 家客戶的{ $metric }，按案件數排列；合計 { $centre }；界限之外：{ $names }
portfolio-reading-title = 標記、界限與合計
portfolio-reading-figures = 資料取自各報告目前版次自身的檔案，並按其清單核對；判斷依據現行目標。
portfolio-reading-signs = 判斷要求 n 不低於 { $verdict_n }（或報告另行設定）；達標與未達標指整個 { $level } 區間位於目標的一側。
portfolio-reading-worse = 客戶與指標眾多時，總會有變化僅因偶然而顯得真實：變差清單對全部檢驗控制錯誤發現率。
portfolio-reading-outliers = 漏斗界限（95% 與 99.8%，Spiegelhalter 2005）以採用相同定義的全部客戶（至少 { $least } 家）的佔比為中心；客戶間差異大於偶然時放寬。
portfolio-reading-money = 金額為各客戶自有幣種，只在同一幣種內相加。
portfolio-reading-deliveries = 交付情況以製作本彙編時的台帳為準，不列收件人姓名。
portfolio-gate-more = 另有 { $n } 項
