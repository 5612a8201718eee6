# 发现:标题、证据、建议、决定。上升/下降只说变动,改善/恶化才是判断。
clause-separator = ；
sentence-end = 。
with-verdict = { $text }（{ $verdict }）
clause-interval = { $level } 区间 { $interval }
clause-whole-better = 整个区间优于目标
clause-whole-worse = 整个区间劣于目标
clause-yoy = 同比{ $movement } { $size }
clause-qoq = 环比{ $movement } { $size }
clause-yoy-flat = 同比持平
clause-qoq-flat = 环比持平
clause-before = 上年同期（{ $quarter }）{ $value }
clause-change-interval = 变化的 { $level } 区间 { $interval }
clause-chance = 纯属偶然的概率 { $chance }，{ $watched } 项指标中预期约有 { $expected } 项误报，属预警而非证明
clause-run-significant = 全程变化 { $change }，超出随机波动
clause-run-not-significant = 全程变化 { $change }，未超出随机波动
clause-mix = 总变化 { $change } = 各{ $dimension }自身变化 { $rate } + { $dimension }结构变化 { $mix }
clause-mix-part = “{ $part }”占比由 { $before } 升至 { $after }，其水平为 { $value }
clause-events = 投诉由 { $before } 件（{ $rate_before }）增至 { $now } 件（{ $rate_now }）
clause-ratio = 比值 { $ratio }，{ $level } 区间 { $interval }
clause-concentration-all = { $dimension }“{ $part }”由 { $before } 件增至 { $now } 件，其余合计由 { $others_before } 件变为 { $others_now } 件
clause-concentration = { $dimension }“{ $part }”由 { $before } 件增至 { $now } 件，占净增量的 { $share }
clause-cost = { $metric } { $value }，{ $change }；{ $partner } { $partner_value }，{ $partner_change }
against-year = 上年同期
against-quarter = 上季度
parts-improve = 每一部分都在改善
parts-worsen = 每一部分都在恶化
headline-target-missed = { $metric } { $value }，未达到目标 { $target }
headline-target-met = { $metric } { $value }，达到目标 { $target }
headline-moved = { $metric } { $value }，{ $change }
headline-plain = { $metric } { $value }
headline-decline = { $metric }连续 { $k } 个季度{ $movement }，本季度 { $value }
headline-mix = { $metric }总体{ $movement }至 { $value }，而按{ $dimension }看{ $parts }：结构变化所致
headline-complaints = { $metric }升至 { $value }，为{ $against }的 { $ratio } 倍
headline-complaints-part = { $metric }升至 { $value }，为{ $against }的 { $ratio } 倍，增量集中在{ $dimension }“{ $part }”
headline-cost-beside = { $metric } { $value }，{ $change }；同期{ $partner } { $partner_value }，{ $partner_change }
headline-benchmark-better = { $metric } { $value }，优于行业均值 { $average }（{ $gap }）
headline-peers-better = { $metric }为 { $value }，优于同业中位数 { $average }（{ $gap }）
headline-peers-worse = { $metric }为 { $value }，劣于同业中位数 { $average }（{ $gap }）
clause-peers = 匿名同业 { $n } 家，{ $rank }
headline-benchmark-worse = { $metric } { $value }，劣于行业均值 { $average }（{ $gap }）
clause-benchmark = 行业均值（{ $source }，{ $region }，{ $year }），{ $grade }
clause-benchmark-fixed = 均值的样本量未知，按固定值比较
part-all = 全部
decision-title = 请管理层决定
decision-mix = 是否按{ $part }的新结构重新配置承接能力，并按结构调整后的口径设定“{ $metric }”的目标。
decision-complaints = 是否就{ $dimension }“{ $part }”的投诉立即启动根因调查，并指定责任人与完成日期。
decision-complaints-all = 是否就新增的投诉立即启动根因调查，并指定责任人与完成日期。
decision-cost = 是否在调整服务投入之前，把单位成本与满意度作为同一个目标一起审批。
decision-benchmark = 是否以行业均值为参照，为“{ $metric }”设定下季度改进目标。
decision-decline = 是否就“{ $metric }”启动专项分析，下季度末复核是否止住。
decision-missed = 是否为“{ $metric }”批准改进计划（责任人、期限、衡量方式），或修订其目标。
decision-good = 是否保持现有投入，并据本季度结果确认“{ $metric }”的下季度目标。
advice-mix = 不宜据总体数字评价各{ $dimension }的团队；应评估增长部分的承接能力，并在目标中反映结构变化。
advice-complaints = 逐件归因，确认是产品、流程还是渠道变得更易投诉；与满意度和来单量一起看。
advice-complaints-part = 对{ $dimension }“{ $part }”的投诉逐件归因，确认批次、流程或告知问题；确认前不宜归咎于服务团队。
advice-cost = 单位成本只与满意度一起判断；成本低而满意度下降不是成绩，成本上升须见到效果。
advice-benchmark-good = 可作为对外说明的依据，同时引用来源、年份和口径。
advice-improved = 记录本季度采取的措施，以便确认改善能否持续。
advice-speed = 按渠道和时段核对排班与来单量，先处理等待最久的一段。
advice-quality = 抽查未一次解决和重开的工单，找出前三类原因并逐类处理。
advice-satisfaction = 阅读低分答复，按原因分类；先处理数量最多且可控的一类。
advice-loyalty = 按客户等级查看流失与复购的原因，先联系高价值客户。
advice-volume = 与需求变化一起看，不作好坏判断。
advice-m01 = 按渠道和时段核对排班与来单量；优先处理从未回复的工单。
advice-m03 = 区分逾期未结与超时解决两类，按优先级检查分派与升级规则。
advice-m05 = 按账龄清理最老的积压，并核对来单与解决能力是否平衡。
headline-with-target = { $headline }（目标 { $target }）
verdict-met-but = { $targets } 项目标全部达到，但{ $headline }
sentence-separator = { "" }
tile-over = 超出 { $gap }
tile-short = 差 { $gap }
tile-above = 高 { $gap }
tile-below = 低 { $gap }
tile-change = 同比 { $change }
exhibit-quarters = 各季度
exhibit-n = n
exhibit-share = 占比 %
exhibit-parts = 各{ $dimension }：{ $before } → { $now }
exhibit-metric = { $metric }（{ $unit }）
option-due = { $due } 前
option-review-event = 复核“{ $event }”：保留、调整或撤回
option-find-out = 查明原因：{ $what }
option-open = 待定
option-nobody = 负责人与期限待定
option-effort = 工作量：{ $effort }

# 原因。
cause-place = { $dimension }“{ $part }”
cause-places = { $one }叠加{ $other }
cause-mix = { $place }占比由 { $before } { $way ->
    [up] 升
   *[down] 降
}至 { $after }
cause-own = { $place }的{ $metric }由 { $before } { $way ->
    [up] 升
    [longer] 延长
    [shorter] 缩短
   *[down] 降
}至 { $after }
cause-own-plain = { $place }自身的变化使{ $metric }变动 { $contribution }
cause-interaction = { $place }使{ $metric }变动 { $contribution }
cause-event = { $date } 起{ $place }的{ $metric }{ $gradual ->
    [yes] 逐步
   *[no] 明显
}{ $way ->
    [up] 上升
   *[down] 下降
}
cause-event-all = { $date } 起{ $metric }{ $gradual ->
    [yes] 逐步
   *[no] 明显
}{ $way ->
    [up] 上升
   *[down] 下降
}
headline-cause-mix = { $cause }，{ $metric }{ $way ->
    [up] 升
    [longer] 延长
    [shorter] 缩短
   *[down] 降
}至 { $value }
headline-cause-total = { $cause }，总体{ $way ->
    [up] 升
    [longer] 延长
    [shorter] 缩短
   *[down] 降
}至 { $value }
headline-cause-hidden = { $cause }，总体（{ $value }）未显出
clause-cause-of = 总变化 { $change }，其中由此 { $contribution }
clause-cause-adds = 由此总体变动 { $contribution }
clause-cause-mix = 占比变化 { $mix }，各{ $dimension }自身 { $rate }
clause-cause-interval = 该部分的 { $level } 区间 { $interval }
clause-cause-also = 同一原因还带来：{ $metrics }
clause-cause-further = 另有：{ $causes }
clause-cause-held = 其他维度保持不变时所得，为关联，不是因果
clause-missed-always = 有数据的 { $n } 个季度全部未达标
clause-missed-before = 有数据的 { $n } 个季度中 { $k } 个未达标
clause-no-cause = 现有数据看不出原因
clause-cause-documented = 有记录：{ $event }
trend-events = 事件：{ $events }。
cause-share = { $metric } { $contribution }
cause-short-mix = { $place }占比
cause-short-event = { $date } 起
cause-short-day = 某日起的变化
causes-caption = 变动背后的原因（{ $before } → { $now }）
causes-what = 什么变了
causes-adds = 对总体的贡献
causes-also = 同时影响
causes-rejected = 已排除
causes-note = 逐行检查了 { $n } 项主要指标：各取值的占比与自身变化、两两叠加、自某日起的变化，其他维度保持不变，并按候选数目从严判定。贡献以指标自身的单位计，附 95% 区间；为关联，不是因果。
causes-none = 逐行检查了 { $n } 项主要指标的变动，数据中未发现原因。
causes-more = 另有 { $n } 个原因见 insights.json。
decision-cause = 是否限期查明{ $part }发生了什么变化并指定负责人，再决定是否全面整改“{ $metric }”。
decision-event = 是否限期查明 { $part } 当日或之前有何变动，并指定负责人。
advice-cause = 先查明该处有何变化（人员、流程、产品、系统），就地处理，不必全面铺开。
advice-event = 查明当日或之前上线、停用或公告了什么。
headline-target-met-worse = { $metric } { $value }：仍达到目标 { $target }，但比上年同期差
headline-target-just = { $metric } { $value }，略差于目标 { $target }
