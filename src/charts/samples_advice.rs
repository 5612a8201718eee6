//! Impact against effort, for tests.

use super::samples::v;
use crate::report::model::*;

pub fn impact_effort() -> ImpactEffort {
    let point = |number: usize, label: &str, effort: usize, impact: Option<(f64, f64)>| ImpactPoint {
        number: number.to_string(),
        label: label.to_owned(),
        effort,
        impact: impact.map(|(value, _)| value),
        interval: impact.map(|(value, half)| (value - half, value + half)),
    };
    ImpactEffort {
        impact: "预期效果：消除当前差距的比例（%）".into(),
        effort: "投入".into(),
        efforts: vec!["低".into(), "中".into(), "高".into()],
        ticks: [0.0, 20.0, 40.0, 60.0].map(|tick| v(tick, &format!("{tick}%"))).to_vec(),
        points: vec![
            point(1, "立即对“光猫 X1”的投诉做根因排查", 1, Some((48.0, 9.0))),
            point(2, "按来单的渠道与时段重排班次，缩短首次响应", 0, Some((31.0, 6.0))),
            point(3, "Bring “e-mail” up to the level of the rest by channel", 1, Some((29.0, 12.0))),
            point(4, "低分 48 小时内回访", 1, Some((12.0, 5.0))),
            point(5, "高频简单问题改由自助先答", 2, Some((8.0, 3.0))),
            point(6, "把现有做法写成标准", 0, None),
            point(7, "Write the practice down", 1, None),
        ],
    }
}

pub fn extreme(value: f64, long: &str) -> ChartData {
    let point = |effort: usize, impact: Option<f64>| ImpactPoint {
        number: long.to_owned(),
        label: long.to_owned(),
        effort,
        impact,
        interval: Some((value, value)),
    };
    ChartData::ImpactEffort(ImpactEffort {
        impact: long.to_owned(),
        effort: long.to_owned(),
        efforts: vec![long.to_owned(); 3],
        ticks: vec![v(value, long); 2],
        points: (0..7).map(|at| point(at % 3, Some(value))).chain([point(9, None), point(0, None)]).collect(),
    })
}

pub fn empty() -> ChartData {
    ChartData::ImpactEffort(ImpactEffort { points: vec![], ticks: vec![], efforts: vec![], ..impact_effort() })
}
