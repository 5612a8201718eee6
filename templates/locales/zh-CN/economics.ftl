# 成本效益与敏感性。
topic-sensitivity = 敏感性
clause-joint = ；
economics-title-verdicts = 服务总成本 { $cost }：{ $clauses }
economics-title-verdicts-only = { $clauses }
economics-title-more = 多花 { $cost }，约得 { $benefit }；{ $sure }
economics-title-less = 少花 { $cost }，约得 { $benefit }；{ $sure }
sure-none = 回本的把握未作检验
verdict-clause-expand = 建议扩大“{ $name }”（效益成本比 { $ratio }）
verdict-clause-drop = 建议淘汰“{ $name }”（效益成本比 { $ratio }）
verdict-clause-undecided = “{ $name }”尚不能判定（效益成本比 { $ratio }）
verdict-clause-several = { $n } 项举措的区间含盈亏平衡点，尚不能判定
verdict-clause-other = “{ $name }”建议{ $verdict }（效益成本比 { $ratio }）
verdict-expand = 扩大
verdict-keep = 保持
verdict-improve = 优化
verdict-drop = 淘汰
verdict-undecided = 暂不判定
verdict-item = “{ $name }”（效益成本比 { $ratio }，净现值 { $net }）
verdict-line = { $verdict }：{ $names }。
key-cost = 服务总成本
key-accrual = 会计口径
key-changes = 环比 { $qoq }，同比 { $yoy }
key-per-resolution = 单次解决 { $value }
key-benefit = 可计量效益
key-range = 假设低至高：{ $range }
key-controlled = 双重差分
key-not-controlled = 未控制其他因素
key-net = 净现值（基准）
key-quantiles = P5 至 P95：{ $range }
key-positive = 净现值为正的概率 { $share }
message-largest = 最要紧的是“{ $name }”：其他不变时，它与基准相差 { $distance } 才不赚不亏。
message-largest-inside = 最要紧的是“{ $name }”：其他不变时，它与基准相差 { $distance } 就不赚不亏，而这在其取值范围之内。
message-largest-only = 影响最大的是“{ $name }”，单独变动它不会使净现值为零。
information-first = 最值得先测量的是“{ $name }”：在决定之前知道它的真值，最多值 { $amount }
information-measured = 单独能改变决定的只有“{ $name }”（最多值 { $amount }）；它是实测数而非假设，只有更多观察才能收窄
information-title = 先测量什么
information-none = 没有哪一项单独的信息会改变决定
information-note = 按完全信息期望值（EVPPI）估计，是测量费用的上限，不是测量的收益。
strategy-cost-leadership = 策略：成本领先。扩大的门槛为效益成本比 { $expand }，淘汰的门槛为 { $drop }；策略只改变门槛与措辞，不改变任何数字。
strategy-differentiation = 策略：差异化。扩大的门槛为效益成本比 { $expand }，淘汰的门槛为 { $drop }；策略只改变门槛与措辞，不改变任何数字。
stage-opening = 市场阶段：开拓期。仅作背景，不进入计算。
stage-competing = 市场阶段：竞争期。仅作背景，不进入计算。
stage-mature = 市场阶段：成熟期。仅作背景，不进入计算。
not-counted-title = 本章没有计入的
not-counted-text = 价格溢价、市场份额与企业形象单列，不进入合计与任何比值；品牌损失只作估算单列；共同成本不分摊到单个流程；员工满意与社会影响不折算成货币；计算期之后的效益不计。金额为名义值，未扣所得税。
no-costs-title = 没有成本数据，成本效益一章未生成
no-costs-text = 提供费用表（tables 下的 costs：期间、科目、金额，最好另有流程、产品、渠道、班组），本章即会生成。
costs-heading = 服务成本
brand-loss = 品牌损失（估算）
brand-loss-outside = 不计入合计
brand-loss-missing = 缺少：{ $inputs }
brand-loss-note = 品牌损失 = 未解决投诉 ×（每件告知人数 × 其中本会购买的比例 × 其毛利 + 自身损失的毛利）；各项均为假设，只作估算，不是会计成本。
cost-change-volume = 业务量
cost-change-mix = 结构
cost-change-mix-of = 结构（{ $dimension }）
cost-change-unit = 单位成本
cost-change-up = 服务成本比上季度增加 { $size }：{ $parts }
cost-change-down = 服务成本比上季度减少 { $size }：{ $parts }
cost-change-flat = 服务成本与上季度相同（{ $size }）：{ $parts }
cost-change-part = { $name } { $size }
part-separator = ，
cost-change-caption-two = 业务量 = 来单数的变化 × 两季平均单位成本；其余为单位成本。没有既分摊成本又分摊来单的维度，因此不列结构。两项之和等于总变化。
cost-change-caption = 业务量 = 来单数的变化 × 两季平均单位成本；结构 = 贵与便宜的来单占比变化；其余为单位成本（含共同成本）。三项之和等于总变化。
column-account = 科目
column-cost-moved = 变化
column-contribution = 对总变化的贡献
driver-caption = 成本驱动：变化最大的科目（对上季度）
driver-note = 贡献 = 该科目的变化 ÷ 上季度总成本；各科目之和等于总成本的环比变化。
driver-rest = 其余 { $n } 个科目
baseline-last-year = 上年同期 { $span }
baseline-previous = 上季度 { $span }
baseline-pre-project = 项目开始前各季平均 { $span }
baseline-differences = 双重差分：{ $treated }相对{ $untouched }，项目前 { $span }
initiatives-heading = 流程与举措
column-initiative = 流程或举措
column-present-cost = 成本现值
column-present-benefit = 效益现值
column-net-present = 净现值
column-ratio = 效益成本比
column-payback = 回收期
column-internal-rate = 内部收益率（每季）
column-initiative-verdict = 建议
initiative-caption = 流程与举措的成本、效益与建议
initiative-quarters = { $n } 个季度
initiative-part = { $dimension }：{ $part }，{ $quarters }
initiative-rule = 规则：净现值的 P5 至 P95 高于零且效益成本比不低于 { $expand } 为扩大，高于零的其余为保持；低于零且比值低于 { $drop } 为淘汰，低于零的其余为优化；区间含零为暂不判定。
initiative-note = 第二行为 P5 至 P95。比值偏向小项目，须与净现值一起看；投资回报率 = 效益成本比 − 1（同一折现率），已核对。
initiative-unknown = “{ $name }”未评估，缺少：{ $inputs }
roi = ROI { $roi }
irr-none = 不存在（不变号）
irr-ambiguous = 不唯一，不给出
irr-out-of-range = 超出可解释范围
payback-quarters = { $n } 个季度
payback-discounted = 折现 { $value }
ratios-title = { $all } 项流程与举措中 { $sure } 项可以判定
ratios-title-none = { $all } 项流程与举措均尚不能判定
ratios-caption = 点为基准值，线为 P5 至 P95；区间跨过虚线的不作判定。
ratios-alt = 效益成本比与区间：{ $rows }。
ratios-reference = 效益 = 成本
flow-caption = 现金流与公式
column-flow-kind = 类别
column-flow = 项目与公式
column-per-quarter = 每季金额
column-quarters = 季度
flow-cost-lines = 该部分的费用行（本季度金额延续）
flow-note = 第 0 季为现在，不折现；单位为 % 的因子按百分之一计入。
marginal-heading = 边际分析
marginal-caption = 投入与效益的分步变化
column-spend = 投入
column-observed-benefit = 效益
column-more-spend = 多投入
column-more-benefit = 多得效益
column-marginal = 边际效益 ÷ 边际成本
marginal-note = 投入相同的观察取平均；比值降到 1 时多投入不再划算。投入与业务量、季节同时变动，观察到的关系不等于因果。
marginal-fit = 拟合：效益 = a + b·ln(投入)，解释 { $explained } 的变动；最优投入 = b，区间由 { $draws } 次自助抽样得到。
marginal-source = n={ $n }；数据来源：{ $source }。
marginal-optimum = 观察范围内的最优投入约 { $optimum }（区间 { $range }，n={ $n }）
marginal-refused = 边际分析不给出最优点：{ $reason }
marginal-refused-title = 不给出最优投入
marginal-too-few = 只有 { $n } 个观察，少于 { $fewest } 个
marginal-spend-not-positive = 有投入不是正数，无法取对数
marginal-too-few-levels = 投入水平少于三档
marginal-no-return = 投入越多效益没有越高（b ≤ 0）
marginal-outside = 最优点 { $at } 超出观测范围（{ $range }）
marginal-undetermined = 观察之间差异太大，曲线的斜率不能确定
marginal-mark = 最优 { $optimum }（{ $level } 区间 { $range }）
marginal-one = 边际效益 = 边际成本
marginal-spend-axis = { $of }投入（{ $unit }）
marginal-ratio-axis = 每多投入 1 元带来的效益（元）
marginal-alt = 各步的边际效益：{ $steps }。
sensitivity-title-positive = { $chance }：净现值九成可能在 { $range } 之间，都高于零
sensitivity-title-negative = { $chance }：净现值九成可能在 { $range } 之间，都低于零
sensitivity-title-unclear = { $chance }：净现值九成可能在 { $range } 之间
subject-service = 本季度服务相对基期的变化
subject-sentence = 检验对象：{ $names }的净现值合计，基准 { $base }。
subject-sentence-service = 检验对象：{ $names }，净现值 = 效益现值 − 比基期增加的成本，基准 { $base }。
input-rate = 年折现率
input-of = { $name }（{ $part }）
formula-annuity = { $years }内每季 1 元的现值
formula-remaining = （{ $cohort } − 已计为留住的客户）
tornado-label = { $name }（{ $low }–{ $high }{ $unit }）
tornado-base = 基准 { $value }
tornado-title = “{ $name }”对净现值的影响最大
tornado-caption = 每次只变一项，其余取基准；按影响排序。{ $source }
tornado-alt = 净现值在各项取低值与高值时：{ $bars }。
tornado-low = 取低值
tornado-high = 取高值
net-unit = 净现值（{ $unit }）
histogram-title = { $share } 的模拟净现值为正；中位数 { $median }
histogram-caption = 蒙特卡洛模拟 { $draws } 次，种子 { $seed }。
histogram-alt = 净现值分布：{ $share } 为正，中位数 { $median }，P5 至 P95 为 { $range }。
histogram-below = 不大于零：{ $share }
histogram-above = 大于零：{ $share }
histogram-count = 模拟次数
correlations-none = 未配置，各项独立
converged-yes = 已收敛
converged-no = 未收敛，请增加次数
simulation-method = 模拟方法：{ $draws } 次，种子 { $seed }，同一种子结果相同；秩相关：{ $correlations }。前后两半中位数之差为 P5 至 P95 宽度的 { $drift }，均值的标准误为该宽度的 { $error }，{ $converged }。
simulation-measured = 实测数按其 { $level } 区间以正态分布抽取。
honest-note = 金额只保留到 P5 至 P95 宽度的两位有效数字：假设的精度不支持更多。
switching-caption = 单项变动与转折值
switching-note = 转折值：其他取基准时使净现值为零的取值；距离相对基准。
switching-none = 范围内没有
switching-inside = 在取值范围内
column-input = 输入
column-net-at-low = 低值时净现值
column-net-at-high = 高值时净现值
column-switching = 转折值
column-distance = 距基准
two-way-caption = “{ $rows }”与“{ $columns }”同时变动时的净现值
two-way-corner = { $rows } ＼ { $columns }
two-way-note = 行与列为影响最大的两项，取低、中低、基准、中高、高；其余取基准。
scenarios-heading = 情景
scenario-caption = 极端组合与情景
column-scenario = 情景
column-changes = 改变了什么
column-against-base = 与基准之差
scenario-group-extremes = 全部输入同时变动
scenario-group-what-if = 如果……
scenario-worst = 最差
scenario-best = 最好
scenario-base = 基准
scenario-worst-changes = 每项取不利一端
scenario-best-changes = 每项取有利一端
scenario-of-service = 对象：本季度服务相对基期的变化
scenario-held = 不变：{ $held }
scenario-held-all = 其余输入不变
scenario-unused = “{ $name }”不进入任何公式
scenario-note = 每个情景用同一组公式重算；单项范围看不出同时变动，因此列出极端组合。
distribution-triangular = 三角分布
distribution-pert = PERT 分布
distribution-normal = 正态分布
distribution-fixed = 固定
step-cost-added = 比基期增加的成本
net-title-added = 可计量效益 { $benefit }，与比基期增加的成本相抵后 { $net }
net-caption-added = 效益与成本都是相对基期的变化；并列不等于因果。
cost-change-all = 合计
payback-no-outlay = 无前期投入
scenario-no-formula = 改变的输入不进入任何净现值公式，无从计算，并不是影响为零
scenario-not-computed = 未计算
scenario-impossible = “{ $name }”将为 { $value }，不可能出现
scenarios-failed = 情景未能计算：{ $reason }。
sensitivity-title-fixed = 公式的输入都没有给出范围，净现值的把握程度未检验；情景按同一组公式重算
appraisal-error-empty = 没有现金流
appraisal-error-rate = 折现率必须高于 −100%
appraisal-error-overflow = 金额过大，无法计算
appraisal-error-identity = 效益成本比、净现值与投资回报率相互矛盾，不给出任何金额
missing-project-not-begun = 项目在本季度尚未开始，没有前后可比的时期
balance-note-differences = 未触及单位只用来扣除效益中共同的变化；“比基期增加的成本”是全部服务的成本变化，未作对照，可能含与项目无关的增加。
key-partly-controlled = 部分效益为双重差分，其余未控制其他因素
cost-note-refused = 费用表另有 { $n } 行被拒收（缺金额、币种不符、缺日期等），未计入以上数字，见数据质量。
benefit-outside = 单列，不进入合计与任何比值
benefit-price-premium = 价格溢价
benefit-market-share = 市场份额
benefit-image = 企业形象
benefit-no-evidence = 客户未提供证据，不折算金额
money-pays = 服务投入值得：净现值约 { $net }，{ $chance }
money-loses = 服务投入得不偿失：净现值约 { $net }，{ $chance }
money-open = 服务投入值不值得尚无定论：净现值约 { $net }，{ $chance }
money-chance = { $count ->
    [0] 回本的把握不到一成
    [1] 回本的把握约一成
    [2] 回本的把握约两成
    [3] 回本的把握约三成
    [4] 回本的把握约四成
    [5] 回本的把握约五成
    [6] 回本的把握约六成
    [7] 回本的把握约七成
    [8] 回本的把握约八成
    [9] 回本的把握约九成
   *[other] 几乎肯定回本
}（{ $share }）
money-range = 九成可能在 { $range } 之间

cost-shares-caption = 服务成本与订单金额、毛利之比，{ $quarter }
cost-above-margin-title = 服务成本超过订单毛利
cost-above-margin = 服务成本为本季有效订单毛利的 { $share }：订单带来的毛利全部用于服务仍不够。
