# 發現:標題、證據、建議、決定。上升/下降只說變動,改善/惡化才是判斷。
clause-separator = ；
sentence-end = 。
with-verdict = { $text }（{ $verdict }）
clause-interval = { $level } 區間 { $interval }
clause-whole-better = 整個區間優於目標
clause-whole-worse = 整個區間劣於目標
clause-yoy = 較去年同期{ $movement } { $size }
clause-qoq = 較上季{ $movement } { $size }
clause-yoy-flat = 與去年同期持平
clause-qoq-flat = 與上季持平
clause-before = 去年同期（{ $quarter }）{ $value }
clause-change-interval = 變化的 { $level } 區間 { $interval }
clause-chance = 純屬偶然的機率 { $chance }，{ $watched } 項指標中預期約有 { $expected } 項誤報，屬預警而非證明
clause-run-significant = 全程變化 { $change }，超出隨機波動
clause-run-not-significant = 全程變化 { $change }，未超出隨機波動
clause-mix = 總變化 { $change } = 各{ $dimension }自身變化 { $rate } + { $dimension }結構變化 { $mix }
clause-mix-part = 「{ $part }」佔比由 { $before } 升至 { $after }，其水準為 { $value }
clause-events = 客訴由 { $before } 件（{ $rate_before }）增至 { $now } 件（{ $rate_now }）
clause-ratio = 比值 { $ratio }，{ $level } 區間 { $interval }
clause-concentration-all = { $dimension }「{ $part }」由 { $before } 件增至 { $now } 件，其餘合計由 { $others_before } 件變為 { $others_now } 件
clause-concentration = { $dimension }「{ $part }」由 { $before } 件增至 { $now } 件，佔淨增量的 { $share }
clause-cost = { $metric } { $value }，{ $change }；{ $partner } { $partner_value }，{ $partner_change }
against-year = 去年同期
against-quarter = 上季
parts-improve = 每一部分都在改善
parts-worsen = 每一部分都在惡化
headline-target-missed = { $metric } { $value }，未達到目標 { $target }
headline-target-met = { $metric } { $value }，達到目標 { $target }
headline-moved = { $metric } { $value }，{ $change }
headline-plain = { $metric } { $value }
headline-decline = { $metric }連續 { $k } 個季度{ $movement }，本季 { $value }
headline-mix = { $metric }整體{ $movement }至 { $value }，而依{ $dimension }看{ $parts }：結構變化所致
headline-complaints = { $metric }升至 { $value }，為{ $against }的 { $ratio } 倍
headline-complaints-part = { $metric }升至 { $value }，為{ $against }的 { $ratio } 倍，增量集中在{ $dimension }「{ $part }」
headline-cost-beside = { $metric } { $value }，{ $change }；同期{ $partner } { $partner_value }，{ $partner_change }
headline-benchmark-better = { $metric } { $value }，優於產業平均 { $average }（{ $gap }）
headline-peers-better = { $metric }為 { $value }，優於同業中位數 { $average }（{ $gap }）
headline-peers-worse = { $metric }為 { $value }，劣於同業中位數 { $average }（{ $gap }）
clause-peers = 匿名同業 { $n } 家，{ $rank }
headline-benchmark-worse = { $metric } { $value }，劣於產業平均 { $average }（{ $gap }）
clause-benchmark = 產業平均（{ $source }，{ $region }，{ $year }），{ $grade }
clause-benchmark-fixed = 平均值的樣本量未知，依固定值比較
part-all = 全部
decision-title = 請管理層決定
decision-mix = 是否依{ $part }的新結構重新配置承接能力，並依結構調整後的基準設定「{ $metric }」的目標。
decision-complaints = 是否就{ $dimension }「{ $part }」的客訴立即啟動根因調查，並指定責任人與完成日期。
decision-complaints-all = 是否就新增的客訴立即啟動根因調查，並指定責任人與完成日期。
decision-cost = 是否在調整服務投入之前，把單位成本與滿意度作為同一個目標一起審批。
decision-benchmark = 是否以產業平均為參照，為「{ $metric }」設定下季改進目標。
decision-decline = 是否就「{ $metric }」啟動專項分析，下季末複核是否止住。
decision-missed = 是否為「{ $metric }」批准改進計劃（責任人、期限、衡量方式），或修訂其目標。
decision-good = 是否保持現有投入，並據本季結果確認「{ $metric }」的下季目標。
advice-mix = 不宜據整體數字評價各{ $dimension }的團隊；應評估增長部分的承接能力，並在目標中反映結構變化。
advice-complaints = 逐件歸因，確認是產品、流程還是管道變得更容易申訴；與滿意度和來件量一起看。
advice-complaints-part = 對{ $dimension }「{ $part }」的客訴逐件歸因，確認批次、流程或告知問題；確認前不宜歸咎於服務團隊。
advice-cost = 單位成本只與滿意度一起判斷；成本低而滿意度下降不是成績，成本上升須見到效果。
advice-benchmark-good = 可作為對外說明的依據，同時引用來源、年份和定義。
advice-improved = 記錄本季採取的措施，以便確認改善能否持續。
advice-speed = 依管道和時段核對排班與來件量，先處理等待最久的一段。
advice-quality = 抽查未一次解決和重開的工單，找出前三類原因並逐類處理。
advice-satisfaction = 閱讀低分答覆，依原因分類；先處理數量最多且可控的一類。
advice-loyalty = 依客戶等級檢視流失與回購的原因，先聯絡高價值客戶。
advice-volume = 與需求變化一起看，不作好壞判斷。
advice-m01 = 依管道和時段核對排班與來件量；優先處理從未回覆的工單。
advice-m03 = 區分逾期未結與超時解決兩類，依優先順序檢查分派與升級規則。
advice-m05 = 依帳齡清理最老的積壓，並核對來件與解決能力是否平衡。
headline-with-target = { $headline }（目標 { $target }）
verdict-met-but = { $targets } 項目標全部達到，但{ $headline }
sentence-separator = { "" }
tile-over = 超出 { $gap }
tile-short = 差 { $gap }
tile-above = 高 { $gap }
tile-below = 低 { $gap }
tile-change = 較去年同期 { $change }
exhibit-quarters = 各季度
exhibit-n = n
exhibit-share = 佔比 %
exhibit-parts = 各{ $dimension }：{ $before } → { $now }
exhibit-metric = { $metric }（{ $unit }）
option-due = { $due } 前
option-review-event = 複核「{ $event }」：保留、調整或撤回
option-find-out = 查明原因：{ $what }
option-open = 待定
option-nobody = 負責人與期限待定
option-effort = 工作量：{ $effort }

# 原因。
cause-place = { $dimension }「{ $part }」
cause-places = { $one }疊加{ $other }
cause-mix = { $place }佔比由 { $before } { $way ->
    [up] 升
   *[down] 降
}至 { $after }
cause-own = { $place }的{ $metric }由 { $before } { $way ->
    [up] 升
    [longer] 延長
    [shorter] 縮短
   *[down] 降
}至 { $after }
cause-own-plain = { $place }自身的變化使{ $metric }變動 { $contribution }
cause-interaction = { $place }使{ $metric }變動 { $contribution }
cause-event = { $date } 起{ $place }的{ $metric }{ $gradual ->
    [yes] 逐步
   *[no] 明顯
}{ $way ->
    [up] 上升
   *[down] 下降
}
cause-event-all = { $date } 起{ $metric }{ $gradual ->
    [yes] 逐步
   *[no] 明顯
}{ $way ->
    [up] 上升
   *[down] 下降
}
headline-cause-mix = { $cause }，{ $metric }{ $way ->
    [up] 升
    [longer] 延長
    [shorter] 縮短
   *[down] 降
}至 { $value }
headline-cause-total = { $cause }，整體{ $way ->
    [up] 升
    [longer] 延長
    [shorter] 縮短
   *[down] 降
}至 { $value }
headline-cause-hidden = { $cause }，整體（{ $value }）未顯出
clause-cause-of = 總變化 { $change }，其中由此 { $contribution }
clause-cause-adds = 由此整體變動 { $contribution }
clause-cause-mix = 佔比變化 { $mix }，各{ $dimension }自身 { $rate }
clause-cause-interval = 該部分的 { $level } 區間 { $interval }
clause-cause-also = 同一原因還帶來：{ $metrics }
clause-cause-further = 另有：{ $causes }
clause-cause-held = 其他維度保持不變時所得，為關聯，不是因果
clause-missed-always = 有資料的 { $n } 個季度全部未達標
clause-missed-before = 有資料的 { $n } 個季度中 { $k } 個未達標
clause-no-cause = 現有資料看不出原因
clause-cause-documented = 有記錄：{ $event }
trend-events = 事件：{ $events }。
cause-share = { $metric } { $contribution }
cause-short-mix = { $place }佔比
cause-short-event = { $date } 起
cause-short-day = 某日起的變化
causes-caption = 變動背後的原因（{ $before } → { $now }）
causes-what = 什麼變了
causes-adds = 對整體的貢獻
causes-also = 同時影響
causes-rejected = 已排除
causes-note = 逐筆檢查了 { $n } 項主要指標：各取值的佔比與自身變化、兩兩疊加、自某日起的變化，其他維度保持不變，並依候選數目從嚴判定。貢獻以指標自身的單位計，附 95% 區間；為關聯，不是因果。
causes-none = 逐筆檢查了 { $n } 項主要指標的變動，資料中未發現原因。
causes-more = 另有 { $n } 個原因見 insights.json。
decision-cause = 是否限期查明{ $part }發生了什麼變化並指定負責人，再決定是否全面整改「{ $metric }」。
decision-event = 是否限期查明 { $part } 當日或之前有何變動，並指定負責人。
advice-cause = 先查明該處有何變化（人員、流程、產品、系統），就地處理，不必全面鋪開。
advice-event = 查明當日或之前上線、停用或公告了什麼。
headline-target-met-worse = { $metric } { $value }：仍達到目標 { $target }，但比去年同期差
headline-target-just = { $metric } { $value }，略差於目標 { $target }
