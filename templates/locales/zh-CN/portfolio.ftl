# 全部报告的内部管理汇编
portfolio-kicker = 内部管理汇编
portfolio-title = 客户组合
portfolio-document = 内部 · 客户组合，{ $quarter }
portfolio-internal = 内部资料：仅供管理层，严禁发送客户
portfolio-internal-word = 内部资料
portfolio-author = 管理层
portfolio-reports = 报告
portfolio-reports-n = { $n } 份
portfolio-fiscal-own = 部分客户采用自有财年，季度以其财年为准
portfolio-topic-overview = 概览
portfolio-topic-wall = 状态墙
portfolio-topic-worse = 变差的指标
portfolio-topic-deliveries = 交付
portfolio-topic-gate = 发布前检查
portfolio-topic-cost = 服务成本
portfolio-topic-outliers = 异常客户
portfolio-topic-reading = 阅读说明
portfolio-column-client = 客户
portfolio-column-report = 报告状态
portfolio-column-why = 原因
portfolio-column-issue = 版次
portfolio-column-release = 放行
portfolio-column-recipients = 收件人
portfolio-column-sent = 已发送
portfolio-column-open = 未发送
portfolio-column-failed = 失败
portfolio-column-unknown = 不明
portfolio-column-due = 到期日
portfolio-column-share = 占比
portfolio-state-current = 最新
portfolio-state-warned = 最新，有提示
portfolio-state-overridden = 人工决定发布
portfolio-state-held = 拦下
portfolio-state-failed = 失败
portfolio-state-unreadable = 无法读取
portfolio-state-missing = 未生成
portfolio-older-issue = 为第 { $issue } 版数据
portfolio-outdated = 设置其后有变
portfolio-overview-title = { $n } 份报告中 { $current } 份为最新；{ $targets } 项目标中 { $missed } 项未达标，{ $worse ->
    [0] 没有主要指标确定变差
   *[other] { $worse } 项主要指标变差
}
portfolio-figure-current = 最新报告
portfolio-figure-current-of = 配置共 { $n } 份
portfolio-figure-missed = 未达标
portfolio-figure-missed-of = 共 { $n } 项目标
portfolio-figure-worse = 变差的指标
portfolio-figure-worse-of = 共检验 { $n } 项
portfolio-figure-sent = 已发送
portfolio-figure-sent-of = 当前版次共 { $n } 位收件人
portfolio-to-do = 需要查看
portfolio-in-order = 正常
portfolio-nobody = 没有收件人
portfolio-needed-caption = 需要人工处理的报告
portfolio-needed-note = 指标情况见后页。
portfolio-why-held = 被发布前检查拦下
portfolio-why-missing = 本季度尚未生成
portfolio-why-failed = 最近一次运行失败
portfolio-why-unknown = { $n } 封邮件是否送达不明
portfolio-why-undelivered = { $n } 封邮件未被接收
portfolio-why-overdue = { $n } 位收件人逾期未收到
portfolio-why-outdated = 生成后设置有变，此处按现行设置判断
portfolio-wall-title = { $all } 家客户中 { $n } 家至少一项未达标
portfolio-wall-title-none = 没有客户确定未达标
portfolio-wall-caption = 客户与主要指标，{ $quarter }
portfolio-wall-legend = ✓ 达标；○ 勉强达标或略未达标，可能出于偶然；✗ 未达标；– 不作判断；无标记：未设目标。数值下方为目标。未达标最多的客户排在最前。
portfolio-wall-more = 另有 { $n } 项客户目标未在此列出，见客户报告。
portfolio-target = 目标 { $target }
portfolio-worse-title = { $n } 项主要指标变差，超出偶然
portfolio-worse-title-none = 没有主要指标的变差超出偶然
portfolio-worse-none = { $count ->
    [0] 没有可与以往季度比较检验的指标。
   *[other] 共对 { $tested } 项指标与上季及去年同季作了检验，没有一项的变差超出偶然。
}
portfolio-worse-caption = 变差的主要指标，最确定的在前
portfolio-worse-note = 共检验 { $tested } 项指标，分别与上季和去年同季比较；列出的是其中之一在全部检验的错误发现率之内的指标，单元格中的判断为各报告自身的判断。
portfolio-more-lines = 另有 { $n } 行未列出。
portfolio-deliveries-title = { $n } 位收件人中 { $sent } 位已发送
portfolio-deliveries-title-none = 没有由程序交付的报告
portfolio-deliveries-none = 配置中没有报告设置交付。
portfolio-deliveries-caption = 所示版次的邮件，依据台账
portfolio-deliveries-note = 未发送：台账中没有记录的收件人。不明：邮件是否送达无人知晓，未经人工确认不再发送。日期按各客户时区。
portfolio-deliveries-without = 另有 { $n } 份报告由人工交付。
portfolio-ledger-doubt = 交付台账不可信
portfolio-overdue = 已逾期
portfolio-release-not-needed = 无需放行
portfolio-release-approved = 已放行
portfolio-release-waiting = 待放行
portfolio-release-outdated = 放行后有变
portfolio-gate-title = { $held ->
    [0] 没有报告被拦下
   *[other] { $held } 份报告被拦下
}，{ $warned ->
    [0] 没有报告带提示
   *[other] { $warned } 份带提示
}
portfolio-gate-title-none = 发布前检查没有发现问题
portfolio-gate-title-failed = 发布前检查没有拦下报告；部分报告未能生成
portfolio-gate-none = 各项规则均未在这些报告的数据中发现问题。
portfolio-gate-caption = 发布前检查的发现与失败原因
portfolio-gate-note = 被拦下的报告须经人工查看后才会生成；带提示的报告在封面注明。失败原因为程序原文。
portfolio-cost-title = { $count ->
    [0] 没有客户的单次服务成本上升
   *[other] { $all } 家客户中 { $n } 家的单次服务成本上升
}
portfolio-cost-currency = 金额单位：{ $currency }
portfolio-cost-caption = 服务成本，单次成本最高的在前
portfolio-cost-note = 成本须与满意度一并解读。不同币种不相加；同一币种的报告都有该数据时才给出合计。
portfolio-cost-without = 另有 { $n } 份报告没有成本数据。
portfolio-outliers-title = { $n } 家客户在漏斗界限之外，涉及 { $metrics } 项指标
portfolio-outliers-title-none = 没有客户在漏斗界限之外
portfolio-outliers-title-few = 客户过少，不作漏斗界限
portfolio-outliers-few = 至少 { $least } 家客户以相同定义、足够案件数得出同一占比指标时，才计算界限。
portfolio-outliers-inside = 在界限之内：{ $metrics }。
portfolio-outliers-caption = 界限之外的客户，偏离最远的在前
portfolio-outliers-note = 客户的行业与用户各不相同：位于界限之外是一个问题，而不是结论；不作排名。
portfolio-centre = 合计 { $value }
portfolio-group = { $metric }：全部客户 { $centre }
portfolio-group-wide = { $metric }：全部客户 { $centre }；客户间差异大于偶然，界限放宽 { $by } 倍
portfolio-funnel-title = { $metric }：{ $worse } 家劣于、{ $better } 家优于偶然所能解释
portfolio-funnel-caption = { $clients } 家客户，n={ $n }；界限以全部客户的占比为中心
portfolio-funnel-alt = { $clients } 家客户的{ $metric }，按案件数排列；合计 { $centre }；界限之外：{ $names }
portfolio-reading-title = 标记、界限与合计
portfolio-reading-figures = 数据取自各报告当前版次自身的文件，并按其清单核对；判断依据现行目标。
portfolio-reading-signs = 判断要求 n 不低于 { $verdict_n }（或报告另行配置）；达标与未达标指整个 { $level } 区间位于目标的一侧。
portfolio-reading-worse = 客户与指标众多时，总会有变化仅因偶然而显得真实：变差清单对全部检验控制错误发现率。
portfolio-reading-outliers = 漏斗界限（95% 与 99.8%，Spiegelhalter 2005）以采用相同定义的全部客户（至少 { $least } 家）的占比为中心；客户间差异大于偶然时放宽。
portfolio-reading-money = 金额为各客户自有币种，只在同一币种内相加。
portfolio-reading-deliveries = 交付情况以制作本汇编时的台账为准，不列收件人姓名。
portfolio-gate-more = 另有 { $n } 项
