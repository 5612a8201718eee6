# 发布前检查的结果
gate-cover-title = 发布前的数据检查
gate-override-title = 经人工决定发布
gate-override-label = 人工放行
gate-override = 发布前检查曾拦下本报告，后经人工决定仍予发布，理由：{ $reason }。
gate-more = 另有 { $n } 项见“数据质量”。
gate-caption = 发布前检查
gate-column-rule = 检查项
gate-column-found = 发现
gate-note = 每份报告发布前都与上一季度及既定限值核对，此处列出达到限值的各项。
gate-rule-same-file = 与他方相同的文件
gate-rule-rows-fall = 行数
gate-rule-rows-rise = 行数
gate-rule-freshness = 时效
gate-rule-unchanged = 文件未变
gate-rule-schema-drift = 表与字段
gate-rule-rejects = 剔除的行
gate-rule-unreadable = 无法读取的单元格
gate-rule-missing = 缺失的单元格
gate-rule-backlog = 积压
gate-rule-unmapped-cost = 未归类的成本
gate-rule-jumps = 骤变
gate-same-file = 文件“{ $subject }”与为另一份报告提供的文件完全相同。
gate-rows-fall = { $table }：行数比按上一季度推算的少 { $value }（限值 { $limit }）。
gate-rows-rise = { $table }：行数比按上一季度推算的多 { $value }（限值 { $limit }）。
gate-freshness = { $table }：最后一条记录距季末 { $value } 天（限值 { $limit } 天）。
gate-unchanged = { $table }：文件与上一季度报告所用的完全相同。
gate-schema-drift = { $of ->
    [whole] { $table }：上一季度报告有此表，本期没有。
   *[part] { $table }：上一季度报告有字段 { $subject }，本期没有。
}
gate-rejects = { $table }：{ $value } 的行被剔除（限值 { $limit }）。
gate-unreadable = { $table }·{ $subject }：{ $value } 的单元格无法读取或识别（限值 { $limit }）。
gate-missing = { $table }·{ $subject }：缺失比例比上一季度报告上升 { $value }（百分点，限值 { $limit }）。
gate-backlog = 积压不平：相差本季度工单数的 { $value }。
gate-unmapped-cost = { $value } 的成本未归入任何类别（限值 { $limit }）。
gate-jumps = { $subject } 的变动是其平常季度间变动的 { $value } 倍（限值 { $limit } 倍）。
