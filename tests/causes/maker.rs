//! Makes tickets of two quarters with known causes: correlated dimensions, log odds and log-normal
//! times, smooth or rough.

use super::random::Random;
use quarterdeck::statistics::{CauseKind, CauseRows, Spot};

/// Days of a quarter.
pub const DAYS: u16 = 91;

/// What was planted.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    pub kind: CauseKind,
    pub spot: Spot,
    pub from: Option<u16>,
}

/// Tickets with what was planted.
pub struct Data {
    pub rows: CauseRows,
    pub hits: Vec<Option<bool>>,
    pub times: Vec<Option<f64>>,
    pub truth: Vec<Truth>,
    pub about: &'static str,
}

/// What is planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    None,
    Mix,
    Own,
    Pair,
    Step,
    Slope,
    Two,
    Compensating,
    Rare,
}

impl Plan {
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Mix,
        Self::Own,
        Self::Pair,
        Self::Step,
        Self::Slope,
        Self::Two,
        Self::Compensating,
        Self::Rare,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Mix => "mix",
            Self::Own => "own",
            Self::Pair => "pair",
            Self::Step => "step",
            Self::Slope => "slope",
            Self::Two => "two",
            Self::Compensating => "compensating",
            Self::Rare => "rare",
        }
    }
}

/// The world that tickets come from.
struct World {
    sizes: Vec<usize>,
    /// Log weights by dimension, value and value of the dimension before.
    shares: Vec<Vec<Vec<f64>>>,
    /// Effects on the outcome by dimension and value.
    mains: Vec<Vec<f64>>,
    /// Standing effects of pairs of the first dimension with the others.
    pairs: Vec<Vec<Vec<f64>>>,
    absent: Vec<(usize, u16, usize, u16)>,
    intercept: f64,
    drift: f64,
    season: f64,
    spread: f64,
    rough: bool,
}

/// A planted change.
#[derive(Clone, Debug)]
struct Change {
    truth: Truth,
    size: f64,
    gradual: bool,
}

impl World {
    fn new(random: &mut Random, rough: bool) -> Self {
        let count = 3 + random.below(3);
        let sizes: Vec<usize> = (0..count).map(|_| 2 + random.below(6)).collect();
        let mut shares = Vec::new();
        for at in 0..count {
            let before = if at == 0 { 1 } else { sizes[at - 1] };
            let base: Vec<f64> = (0..sizes[at]).map(|_| random.between(-1.0, 1.0)).collect();
            let coupling = random.between(0.2, 0.9);
            let of = |random: &mut Random| base.iter().map(|base| base + coupling * random.normal()).collect();
            shares.push((0..before).map(|_| of(random)).collect());
        }
        let mains = sizes.iter().map(|size| (0..*size).map(|_| 0.5 * random.normal()).collect::<Vec<f64>>()).collect();
        let pair = if rough { random.between(0.1, 0.3) } else { 0.0 };
        let mut pairs = Vec::new();
        for size in &sizes[1..] {
            pairs.push((0..sizes[0]).map(|_| (0..*size).map(|_| pair * random.normal()).collect()).collect());
        }
        let absent = if rough {
            let one = |random: &mut Random| {
                let two = 1 + random.below(count - 1);
                (0, random.below(sizes[0]) as u16, two, random.below(sizes[two]) as u16)
            };
            (0..2).map(|_| one(random)).collect()
        } else {
            Vec::new()
        };
        Self {
            sizes,
            shares,
            mains,
            pairs,
            absent,
            intercept: random.between(0.6, 2.0),
            drift: if rough { random.between(-0.15, 0.15) } else { 0.0 },
            season: if rough { random.between(0.0, 0.15) } else { 0.0 },
            spread: random.between(0.6, 1.2),
            rough,
        }
    }

    /// The values of a ticket; a changed mix multiplies the weight of a value.
    fn values(&self, random: &mut Random, mix: &[&Change]) -> Vec<u16> {
        loop {
            let mut values: Vec<u16> = Vec::new();
            for (at, size) in self.sizes.iter().enumerate() {
                let before = values.last().map_or(0, |value| usize::from(*value));
                let weights: Vec<f64> = (0..*size).map(|value| self.shares[at][before][value].exp()).collect();
                values.push(random.pick(&weights) as u16);
            }
            let gone = |one: &(usize, u16, usize, u16)| values[one.0] == one.1 && values[one.2] == one.3;
            if self.absent.iter().any(gone) {
                continue;
            }
            // Tilting: accept in proportion to the changed weight.
            let most: f64 = mix.iter().map(|change| change.size.max(1.0)).product();
            let own: f64 =
                mix.iter().map(|change| if is_at(&change.truth, &values) { change.size } else { 1.0 }).product();
            if random.share() < own / most {
                return values;
            }
        }
    }

    /// What stands, without changes.
    fn level(&self, values: &[u16], later: bool, day: u16) -> f64 {
        let mains: f64 = values.iter().enumerate().map(|(at, value)| self.mains[at][usize::from(*value)]).sum();
        let first = usize::from(values[0]);
        let pairs: f64 =
            values[1..].iter().enumerate().map(|(at, value)| self.pairs[at][first][usize::from(*value)]).sum();
        let along = f64::from(day) / f64::from(DAYS);
        let weekday = if self.rough && day % 7 >= 5 { -0.2 } else { 0.0 };
        let drift = self.drift * (along + f64::from(u8::from(later)));
        self.intercept + mains + pairs + weekday + drift + self.season * (std::f64::consts::TAU * along).sin()
    }
}

fn is_at(truth: &Truth, values: &[u16]) -> bool {
    truth.spot.iter().all(|(dimension, value)| values[*dimension] == *value)
}

/// One data set.
pub fn make(seed: u64, plan: Plan, size: usize, rough: bool) -> Data {
    let random = &mut Random::new(seed);
    loop {
        let world = World::new(random, rough);
        let sample: Vec<Vec<u16>> = (0..2000).map(|_| world.values(random, &[])).collect();
        let Some(changes) = plant(random, &world, &sample, (plan, size)) else { continue };
        return tickets(random, &world, &changes, (plan, size));
    }
}

fn share(sample: &[Vec<u16>], spot: &Spot) -> f64 {
    let inside = |values: &&Vec<u16>| spot.iter().all(|(dimension, value)| values[*dimension] == *value);
    sample.iter().filter(inside).count() as f64 / sample.len() as f64
}

fn plant(random: &mut Random, world: &World, sample: &[Vec<u16>], (plan, size): (Plan, usize)) -> Option<Vec<Change>> {
    let own = |random: &mut Random, range: (f64, f64)| own(random, world, sample, range);
    let effect = |random: &mut Random, share: f64| effect(random, share, size);
    Some(match plan {
        Plan::None => Vec::new(),
        Plan::Mix => vec![mix(random, world, sample)?],
        Plan::Own => {
            let (spot, share) = own(random, (0.08, 0.5))?;
            vec![change(CauseKind::Own, spot, None, random.sign() * effect(random, share))]
        }
        Plan::Rare => {
            let range = if size < 2_000 { (0.05, 0.1) } else { (0.015, 0.05) };
            let (spot, share) = own(random, range)?;
            let least = 0.8 * effect(random, share);
            (least < 3.5).then_some(())?;
            vec![change(CauseKind::Own, spot, None, -least.max(random.between(0.9, 1.6)))]
        }
        Plan::Pair => vec![pair(random, world, sample, size)?],
        Plan::Step | Plan::Slope => {
            let from = 14 + random.below(55) as u16;
            let least = 8.0 / (0.16 * size as f64).sqrt();
            let slope = plan == Plan::Slope;
            let size = random.sign() * random.between(0.4, 0.9).max(least) * if slope { 2.0 } else { 1.0 };
            vec![Change { gradual: slope, ..change(CauseKind::Event, Vec::new(), Some(from), size) }]
        }
        Plan::Two => two(random, world, sample, size)?,
        Plan::Compensating => {
            let (one, one_share) = own(random, (0.12, 0.4))?;
            let (two, two_share) = own(random, (0.12, 0.4))?;
            (one != two && !(one[0].0 == two[0].0 && world.sizes[one[0].0] == 2)).then_some(())?;
            let size = effect(random, one_share);
            let other = -size * one_share / two_share;
            (other.abs() < 2.5 && other.abs() > 0.3).then_some(())?;
            vec![change(CauseKind::Own, one, None, size), change(CauseKind::Own, two, None, other)]
        }
    })
}

/// A value whose share of the tickets lies in a range, with its share.
fn own(random: &mut Random, world: &World, sample: &[Vec<u16>], range: (f64, f64)) -> Option<(Spot, f64)> {
    for _ in 0..200 {
        let dimension = random.below(world.sizes.len());
        let spot = vec![(dimension, random.below(world.sizes[dimension]) as u16)];
        let share = share(sample, &spot);
        if share >= range.0 && share <= range.1 {
            return Some((spot, share));
        }
    }
    None
}

fn change(kind: CauseKind, spot: Spot, from: Option<u16>, size: f64) -> Change {
    Change { truth: Truth { kind, spot, from }, size, gradual: false }
}

/// An effect that a test which knows the place would see clearly.
fn effect(random: &mut Random, share: f64, size: usize) -> f64 {
    let least = 6.0 / (0.16 * size as f64 * share / 2.0).sqrt();
    random.between(0.5, 1.1).max(least)
}

fn two(random: &mut Random, world: &World, sample: &[Vec<u16>], size: usize) -> Option<Vec<Change>> {
    let (one, one_share) = own(random, world, sample, (0.08, 0.5))?;
    let first = change(CauseKind::Own, one.clone(), None, random.sign() * effect(random, one_share, size));
    let second = match random.below(3) {
        0 => mix(random, world, sample)?,
        1 => pair(random, world, sample, size)?,
        _ => {
            let (two, two_share) = own(random, world, sample, (0.08, 0.5))?;
            (two[0].0 != one[0].0).then_some(())?;
            change(CauseKind::Own, two, None, random.sign() * effect(random, two_share, size))
        }
    };
    let apart = second.truth.spot.iter().all(|at| !one.contains(at));
    apart.then_some(vec![first, second])
}

fn mix(random: &mut Random, world: &World, sample: &[Vec<u16>]) -> Option<Change> {
    for _ in 0..200 {
        let dimension = random.below(world.sizes.len());
        let value = random.below(world.sizes[dimension]);
        let spot = vec![(dimension, value as u16)];
        let share = share(sample, &spot);
        let mean = world.mains[dimension].iter().sum::<f64>() / world.sizes[dimension] as f64;
        if (0.06..0.3).contains(&share) && (world.mains[dimension][value] - mean).abs() > 0.6 {
            let truth = Truth { kind: CauseKind::Mix, spot, from: None };
            return Some(Change { truth, size: random.between(2.2, 4.0), gradual: false });
        }
    }
    None
}

fn pair(random: &mut Random, world: &World, sample: &[Vec<u16>], size: usize) -> Option<Change> {
    for _ in 0..300 {
        let one = random.below(world.sizes.len() - 1);
        let two = one + 1 + random.below(world.sizes.len() - one - 1);
        let spot = vec![(one, random.below(world.sizes[one]) as u16), (two, random.below(world.sizes[two]) as u16)];
        let whole = share(sample, &spot);
        let of = |at: usize| whole / share(sample, &vec![spot[at]]).max(1e-9);
        if whole > 0.03 && of(0) < 0.6 && of(1) < 0.6 {
            let least = 7.0 / (0.16 * size as f64 * whole / 2.0).sqrt();
            if least > 3.0 {
                continue;
            }
            let effect = random.sign() * random.between(0.8, 1.5).max(least);
            let truth = Truth { kind: CauseKind::Interaction, spot, from: None };
            return Some(Change { truth, size: effect, gradual: false });
        }
    }
    None
}

fn tickets(random: &mut Random, world: &World, changes: &[Change], (plan, size): (Plan, usize)) -> Data {
    let mix: Vec<&Change> = changes.iter().filter(|change| change.truth.kind == CauseKind::Mix).collect();
    let mut rows =
        CauseRows { sizes: world.sizes.clone(), codes: vec![Vec::new(); world.sizes.len()], ..CauseRows::default() };
    let (mut hits, mut times) = (Vec::new(), Vec::new());
    for later in [false, true] {
        let count = (size as f64 * random.between(0.85, 1.15)) as usize;
        for _ in 0..count {
            let day = random.below(usize::from(DAYS)) as u16;
            let values = world.values(random, if later { &mix } else { &[] });
            let mut level = world.level(&values, later, day);
            for change in changes.iter().filter(|change| later && change.truth.kind != CauseKind::Mix) {
                level += change.size * strength(change, &values, day);
            }
            let chance = 1.0 / (1.0 + (-level).exp());
            hits.push(Some(random.share() < chance));
            times.push(Some((2.0 - 0.6 * level + world.spread * random.normal()).exp()));
            rows.codes.iter_mut().zip(&values).for_each(|(codes, value)| codes.push(*value));
            rows.later.push(later);
            rows.day.push(day);
            rows.weekday.push((day % 7) as u8);
        }
    }
    let truth = changes.iter().map(|change| change.truth.clone()).collect();
    Data { rows, hits, times, truth, about: plan.name() }
}

/// How much of a change a ticket feels.
fn strength(change: &Change, values: &[u16], day: u16) -> f64 {
    if !is_at(&change.truth, values) {
        return 0.0;
    }
    match change.truth.from {
        Some(from) if change.gradual => f64::from(day.saturating_sub(from)) / f64::from(DAYS - from),
        Some(from) => f64::from(u8::from(day >= from)),
        None => 1.0,
    }
}
