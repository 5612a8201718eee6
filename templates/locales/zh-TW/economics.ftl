# 成本效益與敏感度。
topic-sensitivity = 敏感度
clause-joint = ；
economics-title-verdicts = 服務總成本 { $cost }：{ $clauses }
economics-title-verdicts-only = { $clauses }
economics-title-more = 多花 { $cost }，約得 { $benefit }；{ $sure }
economics-title-less = 少花 { $cost }，約得 { $benefit }；{ $sure }
sure-none = 回本的把握未作檢定
verdict-clause-expand = 建議擴大「{ $name }」（效益成本比 { $ratio }）
verdict-clause-drop = 建議淘汰「{ $name }」（效益成本比 { $ratio }）
verdict-clause-undecided = 「{ $name }」尚不能判定（效益成本比 { $ratio }）
verdict-clause-several = { $n } 項舉措的區間含損益兩平點，尚不能判定
verdict-clause-other = 「{ $name }」建議{ $verdict }（效益成本比 { $ratio }）
verdict-expand = 擴大
verdict-keep = 保持
verdict-improve = 最佳化
verdict-drop = 淘汰
verdict-undecided = 暫不判定
verdict-item = 「{ $name }」（效益成本比 { $ratio }，淨現值 { $net }）
verdict-line = { $verdict }：{ $names }。
key-cost = 服務總成本
key-accrual = 會計基礎
key-changes = 較上季 { $qoq }，較去年同期 { $yoy }
key-per-resolution = 單次解決 { $value }
key-benefit = 可計量效益
key-range = 假設低至高：{ $range }
key-controlled = 雙重差分
key-not-controlled = 未控制其他因素
key-net = 淨現值（基準）
key-quantiles = P5 至 P95：{ $range }
key-positive = 淨現值為正的機率 { $share }
message-largest = 最要緊的是「{ $name }」：其他不變時，它與基準相差 { $distance } 才不賺不虧。
message-largest-inside = 最要緊的是「{ $name }」：其他不變時，它與基準相差 { $distance } 就不賺不虧，而這在其取值範圍之內。
message-largest-only = 影響最大的是「{ $name }」，單獨變動它不會使淨現值為零。
information-first = 最值得先測量的是「{ $name }」：在決定之前知道它的真值，最多值 { $amount }
information-measured = 單獨能改變決定的只有「{ $name }」（最多值 { $amount }）；它是實測數而非假設，只有更多觀察才能縮小
information-title = 先測量什麼
information-none = 沒有哪一項單獨的資訊會改變決定
information-note = 依完全資訊期望值（EVPPI）估計，是測量費用的上限，不是測量的收益。
strategy-cost-leadership = 策略：成本領先。擴大的門檻為效益成本比 { $expand }，淘汰的門檻為 { $drop }；策略只改變門檻與措辭，不改變任何數字。
strategy-differentiation = 策略：差異化。擴大的門檻為效益成本比 { $expand }，淘汰的門檻為 { $drop }；策略只改變門檻與措辭，不改變任何數字。
stage-opening = 市場階段：開拓期。僅作背景，不進入計算。
stage-competing = 市場階段：競爭期。僅作背景，不進入計算。
stage-mature = 市場階段：成熟期。僅作背景，不進入計算。
not-counted-title = 本章沒有計入的
not-counted-text = 價格溢價、市場份額與企業形象單列，不進入合計與任何比值；品牌損失只作估算單列；共同成本不分攤到單個流程；員工滿意與社會影響不折算成貨幣；計算期之後的效益不計。金額為名義值，未扣所得稅。
no-costs-title = 沒有成本資料，成本效益一章未生成
no-costs-text = 提供費用表（tables 下的 costs：期間、科目、金額，最好另有流程、產品、管道、班別），本章即會生成。
costs-heading = 服務成本
brand-loss = 品牌損失（估算）
brand-loss-outside = 不計入合計
brand-loss-missing = 缺少：{ $inputs }
brand-loss-note = 品牌損失 = 未解決客訴 ×（每件告知人數 × 其中本會購買的比例 × 其毛利 + 自身損失的毛利）；各項均為假設，只作估算，不是會計成本。
cost-change-volume = 業務量
cost-change-mix = 結構
cost-change-mix-of = 結構（{ $dimension }）
cost-change-unit = 單位成本
cost-change-up = 服務成本比上季增加 { $size }：{ $parts }
cost-change-down = 服務成本比上季減少 { $size }：{ $parts }
cost-change-flat = 服務成本與上季相同（{ $size }）：{ $parts }
cost-change-part = { $name } { $size }
part-separator = ，
cost-change-caption-two = 業務量 = 來件數的變化 × 兩季平均單位成本；其餘為單位成本。沒有既分攤成本又分攤來件的維度，因此不列結構。兩項之和等於總變化。
cost-change-caption = 業務量 = 來件數的變化 × 兩季平均單位成本；結構 = 貴與便宜的來件佔比變化；其餘為單位成本（含共同成本）。三項之和等於總變化。
column-account = 科目
column-cost-moved = 變化
column-contribution = 對總變化的貢獻
driver-caption = 成本驅動：變化最大的科目（對上季）
driver-note = 貢獻 = 該科目的變化 ÷ 上季總成本；各科目之和等於總成本較上季的變化。
driver-rest = 其餘 { $n } 個科目
baseline-last-year = 去年同期 { $span }
baseline-previous = 上季 { $span }
baseline-pre-project = 專案開始前各季平均 { $span }
baseline-differences = 雙重差分：{ $treated }相對{ $untouched }，專案前 { $span }
initiatives-heading = 流程與舉措
column-initiative = 流程或舉措
column-present-cost = 成本現值
column-present-benefit = 效益現值
column-net-present = 淨現值
column-ratio = 效益成本比
column-payback = 回收期
column-internal-rate = 內部報酬率（每季）
column-initiative-verdict = 建議
initiative-caption = 流程與舉措的成本、效益與建議
initiative-quarters = { $n } 個季度
initiative-part = { $dimension }：{ $part }，{ $quarters }
initiative-rule = 規則：淨現值的 P5 至 P95 高於零且效益成本比不低於 { $expand } 為擴大，高於零的其餘為保持；低於零且比值低於 { $drop } 為淘汰，低於零的其餘為最佳化；區間含零為暫不判定。
initiative-note = 第二列為 P5 至 P95。比值偏向小專案，須與淨現值一起看；投資報酬率 = 效益成本比 − 1（同一折現率），已核對。
initiative-unknown = 「{ $name }」未評估，缺少：{ $inputs }
roi = ROI { $roi }
irr-none = 不存在（不變號）
irr-ambiguous = 不唯一，不給出
irr-out-of-range = 超出可解釋範圍
payback-quarters = { $n } 個季度
payback-discounted = 折現 { $value }
ratios-title = { $all } 項流程與舉措中 { $sure } 項可以判定
ratios-title-none = { $all } 項流程與舉措均尚不能判定
ratios-caption = 點為基準值，線為 P5 至 P95；區間跨過虛線的不作判定。
ratios-alt = 效益成本比與區間：{ $rows }。
ratios-reference = 效益 = 成本
flow-caption = 現金流與公式
column-flow-kind = 類別
column-flow = 項目與公式
column-per-quarter = 每季金額
column-quarters = 季度
flow-cost-lines = 該部分的費用列（本季金額延續）
flow-note = 第 0 季為現在，不折現；單位為 % 的因子依百分之一計入。
marginal-heading = 邊際分析
marginal-caption = 投入與效益的分步變化
column-spend = 投入
column-observed-benefit = 效益
column-more-spend = 多投入
column-more-benefit = 多得效益
column-marginal = 邊際效益 ÷ 邊際成本
marginal-note = 投入相同的觀察取平均；比值降到 1 時多投入不再划算。投入與業務量、季節同時變動，觀察到的關係不等於因果。
marginal-fit = 配適：效益 = a + b·ln(投入)，解釋 { $explained } 的變動；最優投入 = b，區間由 { $draws } 次拔靴抽樣得到。
marginal-source = n={ $n }；資料來源：{ $source }。
marginal-optimum = 觀察範圍內的最優投入約 { $optimum }（區間 { $range }，n={ $n }）
marginal-refused = 邊際分析不給出最優點：{ $reason }
marginal-refused-title = 不給出最優投入
marginal-too-few = 只有 { $n } 個觀察，少於 { $fewest } 個
marginal-spend-not-positive = 有投入不是正數，無法取對數
marginal-too-few-levels = 投入水準少於三檔
marginal-no-return = 投入越多效益沒有越高（b ≤ 0）
marginal-outside = 最優點 { $at } 超出觀測範圍（{ $range }）
marginal-undetermined = 觀察之間差異太大，曲線的斜率不能確定
marginal-mark = 最優 { $optimum }（{ $level } 區間 { $range }）
marginal-one = 邊際效益 = 邊際成本
marginal-spend-axis = { $of }投入（{ $unit }）
marginal-ratio-axis = 每多投入 1 元帶來的效益（元）
marginal-alt = 各步的邊際效益：{ $steps }。
sensitivity-title-positive = { $chance }：淨現值九成可能在 { $range } 之間，都高於零
sensitivity-title-negative = { $chance }：淨現值九成可能在 { $range } 之間，都低於零
sensitivity-title-unclear = { $chance }：淨現值九成可能在 { $range } 之間
subject-service = 本季服務相對基期的變化
subject-sentence = 檢視對象：{ $names }的淨現值合計，基準 { $base }。
subject-sentence-service = 檢視對象：{ $names }，淨現值 = 效益現值 − 比基期增加的成本，基準 { $base }。
input-rate = 年折現率
input-of = { $name }（{ $part }）
formula-annuity = { $years }內每季 1 元的現值
formula-remaining = （{ $cohort } − 已計為留住的客戶）
tornado-label = { $name }（{ $low }–{ $high }{ $unit }）
tornado-base = 基準 { $value }
tornado-title = 「{ $name }」對淨現值的影響最大
tornado-caption = 每次只變一項，其餘取基準；依影響排序。{ $source }
tornado-alt = 淨現值在各項取低值與高值時：{ $bars }。
tornado-low = 取低值
tornado-high = 取高值
net-unit = 淨現值（{ $unit }）
histogram-title = { $share } 的模擬淨現值為正；中位數 { $median }
histogram-caption = 蒙地卡羅模擬 { $draws } 次，種子 { $seed }。
histogram-alt = 淨現值分布：{ $share } 為正，中位數 { $median }，P5 至 P95 為 { $range }。
histogram-below = 不大於零：{ $share }
histogram-above = 大於零：{ $share }
histogram-count = 模擬次數
correlations-none = 未設定，各項獨立
converged-yes = 已收斂
converged-no = 未收斂，請增加次數
simulation-method = 模擬方法：{ $draws } 次，種子 { $seed }，同一種子結果相同；秩相關：{ $correlations }。前後兩半中位數之差為 P5 至 P95 寬度的 { $drift }，平均值的標準誤為該寬度的 { $error }，{ $converged }。
simulation-measured = 實測數依其 { $level } 區間以常態分布抽取。
honest-note = 金額只保留到 P5 至 P95 寬度的兩位有效數字：假設的精度不支援更多。
switching-caption = 單項變動與轉折值
switching-note = 轉折值：其他取基準時使淨現值為零的取值；距離相對基準。
switching-none = 範圍內沒有
switching-inside = 在取值範圍內
column-input = 輸入
column-net-at-low = 低值時淨現值
column-net-at-high = 高值時淨現值
column-switching = 轉折值
column-distance = 距基準
two-way-caption = 「{ $rows }」與「{ $columns }」同時變動時的淨現值
two-way-corner = { $rows } ＼ { $columns }
two-way-note = 列與欄為影響最大的兩項，取低、中低、基準、中高、高；其餘取基準。
scenarios-heading = 情境
scenario-caption = 極端組合與情境
column-scenario = 情境
column-changes = 改變了什麼
column-against-base = 與基準之差
scenario-group-extremes = 全部輸入同時變動
scenario-group-what-if = 如果……
scenario-worst = 最差
scenario-best = 最好
scenario-base = 基準
scenario-worst-changes = 每項取不利一端
scenario-best-changes = 每項取有利一端
scenario-of-service = 對象：本季服務相對基期的變化
scenario-held = 不變：{ $held }
scenario-held-all = 其餘輸入不變
scenario-unused = 「{ $name }」不進入任何公式
scenario-note = 每個情境用同一組公式重算；單項範圍看不出同時變動，因此列出極端組合。
distribution-triangular = 三角分布
distribution-pert = PERT 分布
distribution-normal = 常態分布
distribution-fixed = 固定
step-cost-added = 比基期增加的成本
net-title-added = 可計量效益 { $benefit }，與比基期增加的成本相抵後 { $net }
net-caption-added = 效益與成本都是相對基期的變化；並列不等於因果。
cost-change-all = 合計
payback-no-outlay = 無前期投入
scenario-no-formula = 改變的輸入不進入任何淨現值公式，無從計算，並不是影響為零
scenario-not-computed = 未計算
scenario-impossible = 「{ $name }」將為 { $value }，不可能出現
scenarios-failed = 情境未能計算：{ $reason }。
sensitivity-title-fixed = 公式的輸入都沒有給出範圍，淨現值的把握程度未檢定；情境依同一組公式重算
appraisal-error-empty = 沒有現金流
appraisal-error-rate = 折現率必須高於 −100%
appraisal-error-overflow = 金額過大，無法計算
appraisal-error-identity = 效益成本比、淨現值與投資報酬率相互矛盾，不給出任何金額
missing-project-not-begun = 專案在本季尚未開始，沒有前後可比的時期
balance-note-differences = 未觸及單位只用來扣除效益中共同的變化；「比基期增加的成本」是全部服務的成本變化，未作對照，可能含與專案無關的增加。
key-partly-controlled = 部分效益為雙重差分，其餘未控制其他因素
cost-note-refused = 費用表另有 { $n } 筆被拒收（缺金額、幣別不符、缺日期等），未計入以上數字，見資料品質。
benefit-outside = 單列，不進入合計與任何比值
benefit-price-premium = 價格溢價
benefit-market-share = 市場份額
benefit-image = 企業形象
benefit-no-evidence = 客戶未提供證據，不折算金額
money-pays = 服務投入值得：淨現值約 { $net }，{ $chance }
money-loses = 服務投入得不償失：淨現值約 { $net }，{ $chance }
money-open = 服務投入值不值得尚無定論：淨現值約 { $net }，{ $chance }
money-chance = { $count ->
    [0] 回本的把握不到一成
    [1] 回本的把握約一成
    [2] 回本的把握約兩成
    [3] 回本的把握約三成
    [4] 回本的把握約四成
    [5] 回本的把握約五成
    [6] 回本的把握約六成
    [7] 回本的把握約七成
    [8] 回本的把握約八成
    [9] 回本的把握約九成
   *[other] 幾乎肯定回本
}（{ $share }）
money-range = 九成可能在 { $range } 之間

cost-shares-caption = 服務成本與訂單金額、毛利之比，{ $quarter }
cost-above-margin-title = 服務成本超過訂單毛利
cost-above-margin = 服務成本為本季有效訂單毛利的 { $share }：訂單帶來的毛利全部用於服務仍不夠。
