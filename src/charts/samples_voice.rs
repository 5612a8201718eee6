//! Charts of the sections about teams, journey and drivers, for tests.

use super::samples::v;
use crate::report::model::*;

pub fn funnel() -> Funnel {
    let limit = |label: &str, z: f64| FunnelLimit {
        label: label.to_owned(),
        curve: (0..40)
            .map(|at| {
                let n = 20.0 + 12.0 * f64::from(at);
                let half = 100.0 * z * (0.85 * 0.15 / n).sqrt();
                (n, (85.0 - half).max(0.0), (85.0 + half).min(100.0))
            })
            .collect(),
    };
    let point = |label: &str, size: f64, value: f64, tone: Tone| FunnelPoint {
        label: label.to_owned(),
        size,
        value,
        tone,
        tip: String::new(),
    };
    Funnel {
        unit: "按时解决率（组合调整后，%）".into(),
        base: "工单数 n".into(),
        center: v(85.0, "全公司 85.0%"),
        limits: vec![limit("95% 界限", 1.96), limit("99.8% 界限", 3.09)],
        points: vec![
            point("热线一组", 460.0, 88.6, Tone::Good),
            point("热线二组", 431.0, 84.1, Tone::Neutral),
            point("在线组", 425.0, 83.6, Tone::Neutral),
            point("Second-line support for business customers", 122.0, 74.2, Tone::Bad),
            point("夜班组", 24.0, 75.0, Tone::Muted),
        ],
        ticks: vec![
            v(65.0, "65"),
            v(70.0, "70"),
            v(75.0, "75"),
            v(80.0, "80"),
            v(85.0, "85"),
            v(90.0, "90"),
            v(95.0, "95"),
        ],
        base_ticks: vec![
            v(0.0, "0"),
            v(100.0, "100"),
            v(200.0, "200"),
            v(300.0, "300"),
            v(400.0, "400"),
            v(500.0, "500"),
        ],
    }
}

pub fn journey() -> Journey {
    let stage = |label: &str, value: f64, moment: bool, tag: Option<&str>| JourneyPoint {
        label: label.to_owned(),
        value: Some(v(value, &format!("{value:.1}"))),
        interval: Some((value - 2.2, value + 2.2)),
        notes: vec!["n=212".into(), "联系 1,204".into()],
        is_moment: moment,
        tag: tag.map(str::to_owned),
        weak: false,
    };
    let mut stages = vec![
        stage("选购", 81.2, false, None),
        stage("开通与配置", 78.4, true, None),
        stage("Everyday use of the product", 84.0, false, None),
        stage("故障处理", 61.3, true, Some("峰值")),
        stage("续约", 74.9, false, Some("终点")),
    ];
    stages.insert(3, JourneyPoint { value: None, interval: None, ..stage("账单", 0.0, false, None) });
    Journey {
        unit: "满意度（0–100 分）".into(),
        stages,
        mean: Some(v(76.0, "均值 76.0")),
        ticks: vec![v(60.0, "60"), v(70.0, "70"), v(80.0, "80"), v(90.0, "90")],
        moment: "关键时刻（MOT）".into(),
    }
}

pub fn quadrant() -> Quadrant {
    let point = |label: &str, at: (f64, f64), half: f64, tone: Tone| QuadrantPoint {
        label: label.to_owned(),
        across: at.0,
        up: at.1,
        across_interval: Some((at.0 - half, at.0 + half)),
        up_interval: Some((at.1 - 1.6, at.1 + 1.6)),
        tone,
    };
    Quadrant {
        across: "重要性：占可解释变异的份额（%）".into(),
        up: "表现（0–100 分）".into(),
        across_ticks: vec![v(0.0, "0"), v(10.0, "10"), v(20.0, "20"), v(30.0, "30"), v(40.0, "40")],
        up_ticks: vec![v(60.0, "60"), v(70.0, "70"), v(80.0, "80"), v(90.0, "90")],
        cross: (16.7, 76.0),
        corners: ["维持区".into(), "优势区".into(), "机会区".into(), "修补区".into()],
        points: vec![
            point("问题解决", (34.2, 64.1), 5.0, Tone::Bad),
            point("响应速度", (22.0, 82.3), 4.0, Tone::Good),
            point("专业程度", (17.1, 79.9), 4.0, Tone::Neutral),
            point("态度", (11.4, 86.2), 3.0, Tone::Neutral),
            point("Clarity of the invoice and of the contract", (9.0, 71.0), 3.0, Tone::Neutral),
            point("自助渠道", (6.3, 70.2), 2.5, Tone::Muted),
        ],
    }
}

pub fn extreme(value: f64, tone: Tone, long: &str) -> Vec<ChartData> {
    let l = || v(value, &format!("{value:.1} {long}"));
    let limit = FunnelLimit { label: long.to_owned(), curve: vec![(value, value, value); 3] };
    let point = FunnelPoint { label: long.to_owned(), size: value, value, tone, tip: String::new() };
    let stage = JourneyPoint {
        label: long.to_owned(),
        value: Some(l()),
        interval: Some((value, value)),
        notes: vec![long.to_owned(); 2],
        is_moment: true,
        tag: Some(long.to_owned()),
        weak: true,
    };
    let item = QuadrantPoint {
        label: long.to_owned(),
        across: value,
        up: value,
        across_interval: Some((value, value)),
        up_interval: Some((value, value)),
        tone,
    };
    vec![
        ChartData::Funnel(Funnel {
            unit: long.to_owned(),
            base: long.to_owned(),
            center: l(),
            limits: vec![limit; 2],
            points: vec![point; 9],
            ticks: vec![l(), l()],
            base_ticks: vec![l(), l()],
        }),
        ChartData::Journey(Journey {
            unit: long.to_owned(),
            stages: vec![stage; 7],
            mean: Some(l()),
            ticks: vec![l(), l()],
            moment: long.to_owned(),
        }),
        ChartData::Quadrant(Quadrant {
            across: long.to_owned(),
            up: long.to_owned(),
            across_ticks: vec![l(), l()],
            up_ticks: vec![l(), l()],
            cross: (value, value),
            corners: [long.to_owned(), long.to_owned(), long.to_owned(), long.to_owned()],
            points: vec![item; 9],
        }),
    ]
}

pub fn empty() -> Vec<ChartData> {
    vec![
        ChartData::Funnel(Funnel { limits: vec![], points: vec![], ticks: vec![], base_ticks: vec![], ..funnel() }),
        ChartData::Journey(Journey { stages: vec![], mean: None, ticks: vec![], ..journey() }),
        ChartData::Quadrant(Quadrant { points: vec![], across_ticks: vec![], up_ticks: vec![], ..quadrant() }),
    ]
}
