# 团队
topic-teams = 团队
column-team = 团队
column-agent = 坐席
column-cases = 案件数 n
column-observed = 实际达成
column-expected = 期望达成
column-raw-share = 实际占比
column-adjusted-share = 组合调整后
column-limits = 95% 界限
column-position = 位置
teams-intro = 各团队案件难易不同，比率已按{ $mix }调整（实际 ÷ 按全公司同类案件比率的期望）。界限内的差异可由偶然解释；本节不排名，n<{ $verdict_n } 的团队不作判断。
teams-no-mix = （无可用的案件属性）
teams-title-worse = 按案件组合调整后，{ $team }的{ $metric }为 { $value }，劣于各团队合计的 { $centre }
teams-title-better = 按案件组合调整后，{ $team }的{ $metric }为 { $value }，优于各团队合计的 { $centre }
teams-title-quiet = 按案件组合调整后，{ $teams } 个团队之间没有超出随机波动的差异
teams-title-small = 各团队案件数不足，只列数据，不作判断
teams-centre = 合计 { $value }
teams-limit = { $level } 界限
teams-axis = { $metric }，组合调整后
teams-axis-n = 案件数 n
teams-caption = 单位：%；组合调整：{ $mix }；n={ $n }；{ $provenance }
teams-alt = 漏斗图，{ $metric }（组合调整后）：{ $teams }。
teams-chart-inside = { $metric }：各团队都在随机波动范围内
teams-chart-worse = { $metric }：{ $worse }劣于合计水平
teams-chart-better = { $metric }：{ $better }优于合计水平
teams-chart-both = { $metric }：{ $better }优于、{ $worse }劣于合计水平
teams-dispersed-title = 界限已放宽
teams-dispersed-one = { $metric }的离散度 φ={ $phi }，界限放宽至 { $by } 倍
teams-dispersed-text = 团队之间的差异大于单纯抽样所能产生的（φ>1.5），说明还有未计入的共同因素，界限按 √φ 放宽：{ $metrics }。
teams-adjusted-caption = 组合调整后的团队比率（{ $quarter }）
teams-agents-caption = 组合调整后的坐席比率（{ $quarter }）
teams-group = { $metric }（各团队合计 { $centre }）
teams-adjusted-note = 期望达成按全公司同类案件（{ $mix }）的比率逐件推算；组合调整后 = 合计比率 × 实际 ÷ 期望；n<30 时界限为精确二项界限，其余为 ±1.96 标准误（外侧 ±3.09）。按名称排列，不是名次。
teams-hidden = n 不足，不显示
teams-inside = 界限内
teams-better = 优于，95% 界限外
teams-worse = 劣于，95% 界限外
teams-clearly-better = 优于，99.8% 界限外
teams-clearly-worse = 劣于，99.8% 界限外
teams-no-verdict = 样本不足，不作判断
teams-overview-caption = 各团队的原始数据（{ $quarter }）
teams-overview-note = 原始值未作组合调整，不能直接比较高低；判断见上表。
teams-overview-cost = 未注明团队的费用（占总成本 { $share }）计入合计，不计入任何团队的单次服务成本。
teams-no-agents = 个人层面的数据属于个人信息，默认不列出。
