//! Until when complaints must be acknowledged and closed (M13).

/// Terms for complaints; what is `None` is not judged.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ComplaintClock {
    /// Hours until a complaint must be acknowledged.
    pub acknowledge_hours: Option<f64>,
    /// Days until a complaint must be closed.
    pub close_days: Option<u32>,
    /// The same for complex ones; `None` is as for all.
    pub complex_days: Option<u32>,
    /// The same for special cases; `None` is as for complex ones.
    pub special_days: Option<u32>,
}

/// Terms that a regulator has set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintPreset {
    /// Banks and insurers in China: 15 days, 30 when complex, 30 more in special cases (新华社 2020).
    ChinaBankingInsurance,
}

impl ComplaintPreset {
    /// Its terms.
    pub fn clock(self) -> ComplaintClock {
        match self {
            Self::ChinaBankingInsurance => ComplaintClock::china_banking_insurance(),
        }
    }
}

impl ComplaintClock {
    /// 15 days when simple, 30 when complex, 30 more in special cases.
    pub fn china_banking_insurance() -> Self {
        Self { acknowledge_hours: None, close_days: Some(15), complex_days: Some(30), special_days: Some(60) }
    }
}
