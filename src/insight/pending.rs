//! Placeholder until benchmarks lands.
/// x
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison { /// x
 pub metric: String, /// x
 pub verdict: Option<Verdict> }
/// x
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict { /// x
 Better, /// x
 NoDifference, /// x
 Worse }
