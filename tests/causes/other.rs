//! A second maker of tickets, written apart from the first, for what a search must not have been
//! fitted to: kinds of customers that choose their values, chances that add up, times against a promised
//! time, a mix that changes because tickets move from one value to another.

use super::maker::{DAYS, Data, Plan, Truth};
use super::random::Random;
use quarterdeck::statistics::{CauseKind, CauseRows, Spot};

/// Kinds of customers.
const KINDS: usize = 4;
/// Standard deviation of the logarithm of times.
const SPREAD: f64 = 0.9;

struct Market {
    sizes: Vec<usize>,
    /// Weights of the kinds of customers.
    kinds: Vec<f64>,
    /// By dimension and kind the weights of the values.
    tastes: Vec<Vec<Vec<f64>>>,
    /// Effect on the logarithm of the time by dimension and value.
    slow: Vec<Vec<f64>>,
    /// Standing effect by a hash of two values.
    pairs: f64,
    salt: u64,
    wave: (f64, f64),
    days: Vec<f64>,
    promise: f64,
}

struct Planted {
    truth: Truth,
    /// Added to the logarithm of the time; for a mix, the share of other tickets that move.
    size: f64,
    slope: bool,
}

fn hashed(salt: u64, key: [usize; 4]) -> f64 {
    let mut random = Random::new(key.iter().fold(salt, |sum, one| sum.wrapping_mul(131).wrapping_add(*one as u64 + 1)));
    random.normal()
}

impl Market {
    fn new(random: &mut Random, rough: bool) -> Self {
        let count = 3 + random.below(3);
        let sizes: Vec<usize> = (0..count).map(|_| [2, 3, 3, 4, 5, 8][random.below(6)]).collect();
        let kinds = (0..KINDS).map(|_| random.between(0.5, 2.0)).collect();
        // Weights fall as 1, 1/2, 1/3 …, in an order of each kind's own.
        let taste = |random: &mut Random, size: usize| -> Vec<f64> {
            let shift = random.below(size);
            (0..size).map(|value| 1.0 / (1.0 + ((value + shift * random.below(2)) % size) as f64)).collect()
        };
        let tastes = sizes.iter().map(|size| (0..KINDS).map(|_| taste(random, *size)).collect()).collect();
        let slow = sizes.iter().map(|size| (0..*size).map(|_| random.between(-0.5, 0.5)).collect()).collect();
        let noise = if rough { 0.07 } else { 0.0 };
        Self {
            sizes,
            kinds,
            tastes,
            slow,
            pairs: if rough { random.between(0.08, 0.25) } else { 0.0 },
            salt: (random.share() * 1e9) as u64,
            wave: if rough { (random.between(0.0, 0.12), random.share()) } else { (0.0, 0.0) },
            days: (0..2 * usize::from(DAYS)).map(|_| noise * random.normal()).collect(),
            promise: random.between(0.3, 1.2),
        }
    }

    fn values(&self, random: &mut Random) -> Vec<u16> {
        let kind = random.pick(&self.kinds);
        self.tastes.iter().map(|taste| random.pick(&taste[kind]) as u16).collect()
    }

    fn time(&self, values: &[u16], absolute: usize) -> f64 {
        let mut level: f64 = values.iter().enumerate().map(|(at, value)| self.slow[at][usize::from(*value)]).sum();
        for one in 0..values.len() {
            for two in one + 1..values.len() {
                let key = [one, usize::from(values[one]), two, usize::from(values[two])];
                level += self.pairs * hashed(self.salt, key);
            }
        }
        let year = absolute as f64 / 364.0 + self.wave.1;
        level + self.days[absolute] + self.wave.0 * (std::f64::consts::TAU * year).sin()
    }
}

/// One data set.
pub fn make(seed: u64, plan: Plan, size: usize, rough: bool) -> Data {
    let random = &mut Random::new(seed ^ 0x5EED);
    for _ in 0..10_000 {
        let market = Market::new(random, rough);
        let sample: Vec<Vec<u16>> = (0..1500).map(|_| market.values(random)).collect();
        if let Some(planted) = plant(random, &market, &sample, (plan, size)) {
            return tickets(random, &market, &planted, (plan, size));
        }
    }
    unreachable!("every plan fits some market")
}

fn part(sample: &[Vec<u16>], spot: &Spot) -> f64 {
    sample.iter().filter(|values| inside(spot, values)).count() as f64 / sample.len() as f64
}

fn inside(spot: &Spot, values: &[u16]) -> bool {
    spot.iter().all(|(dimension, value)| values[*dimension] == *value)
}

/// Whether a search that knew the place would see the effect at `least` standard errors.
fn visible(size: usize, share: f64, effect: f64, least: f64) -> bool {
    effect.abs() * (size as f64 * share / 2.0).sqrt() / SPREAD > least
}

fn plant(
    random: &mut Random,
    market: &Market,
    sample: &[Vec<u16>],
    (plan, size): (Plan, usize),
) -> Option<Vec<Planted>> {
    let place: Place = (market, sample, size);
    Some(match plan {
        Plan::None => Vec::new(),
        Plan::Mix => vec![mix(random, place)?],
        Plan::Own => vec![one(random, place, CauseKind::Own, (0.05, 0.6))?],
        Plan::Rare => vec![one(random, place, CauseKind::Own, if size < 2_500 { (0.05, 0.12) } else { (0.01, 0.05) })?],
        Plan::Pair => vec![one(random, place, CauseKind::Interaction, (0.02, 0.5))?],
        Plan::Step | Plan::Slope => {
            let slope = plan == Plan::Slope;
            let size_of = random.sign() * random.between(0.2, 0.5) * if slope { 2.0 } else { 1.0 };
            visible(size, 1.0, size_of, 7.0).then_some(())?;
            let from = 12 + random.below(60) as u16;
            vec![Planted {
                truth: Truth { kind: CauseKind::Event, spot: Vec::new(), from: Some(from) },
                size: size_of,
                slope,
            }]
        }
        Plan::Two => {
            let first = one(random, place, CauseKind::Own, (0.05, 0.6))?;
            let second = match random.below(4) {
                0 => mix(random, place)?,
                1 => one(random, place, CauseKind::Interaction, (0.02, 0.5))?,
                2 => plant(random, market, sample, (Plan::Step, size))?.pop()?,
                _ => one(random, place, CauseKind::Own, (0.05, 0.6))?,
            };
            let apart = !second.truth.spot.iter().any(|(at, _)| *at == first.truth.spot[0].0);
            apart.then_some(vec![first, second])?
        }
        Plan::Compensating => {
            let first = one(random, place, CauseKind::Own, (0.1, 0.5))?;
            let mut second = one(random, place, CauseKind::Own, (0.1, 0.5))?;
            let ratio = part(sample, &first.truth.spot) / part(sample, &second.truth.spot);
            second.size = -first.size * ratio;
            let seen = visible(size, part(sample, &second.truth.spot), second.size, 6.0) && second.size.abs() < 1.2;
            let apart = first.truth.spot[0].0 != second.truth.spot[0].0;
            (seen && apart).then_some(vec![first, second])?
        }
    })
}

/// Where causes are planted: the market, a sample of its tickets, tickets of a quarter.
type Place<'a> = (&'a Market, &'a [Vec<u16>], usize);

fn one(
    random: &mut Random,
    (market, sample, size): Place,
    kind: CauseKind,
    (low, high): (f64, f64),
) -> Option<Planted> {
    let dimension = random.below(market.sizes.len());
    let mut spot = vec![(dimension, random.below(market.sizes[dimension]) as u16)];
    if kind == CauseKind::Interaction {
        let other = random.below(market.sizes.len());
        (other != dimension).then_some(())?;
        spot.push((other, random.below(market.sizes[other]) as u16));
        spot.sort_unstable();
        let whole = part(sample, &spot);
        let covered = spot.iter().any(|at| whole > 0.65 * part(sample, &vec![*at]));
        (!covered).then_some(())?;
    }
    let share = part(sample, &spot);
    let size_of = random.sign() * if high < 0.15 { random.between(0.7, 1.5) } else { random.between(0.25, 0.8) };
    let seen = visible(size, share, size_of, 6.0) && share > low && share < high;
    seen.then_some(Planted { truth: Truth { kind, spot, from: None }, size: size_of, slope: false })
}

fn mix(random: &mut Random, (market, sample, _): Place) -> Option<Planted> {
    let dimension = random.below(market.sizes.len());
    let value = random.below(market.sizes[dimension]);
    let spot = vec![(dimension, value as u16)];
    let share = part(sample, &spot);
    let apart =
        market.slow[dimension][value] - market.slow[dimension].iter().sum::<f64>() / market.sizes[dimension] as f64;
    let seen = share > 0.03 && share < 0.35 && apart.abs() > 0.3;
    let truth = Truth { kind: CauseKind::Mix, spot, from: None };
    seen.then_some(Planted { truth, size: random.between(0.12, 0.35), slope: false })
}

fn tickets(random: &mut Random, market: &Market, planted: &[Planted], (plan, size): (Plan, usize)) -> Data {
    let count = market.sizes.len();
    let mut rows = CauseRows { sizes: market.sizes.clone(), codes: vec![Vec::new(); count], ..CauseRows::default() };
    let (mut hits, mut times) = (Vec::new(), Vec::new());
    for later in [false, true] {
        for _ in 0..(size as f64 * random.between(0.8, 1.2)) as usize {
            let mut values = market.values(random);
            let day = random.below(usize::from(DAYS)) as u16;
            let mut level = 0.0;
            for one in planted.iter().filter(|_| later) {
                if one.truth.kind == CauseKind::Mix && random.share() < one.size {
                    values[one.truth.spot[0].0] = one.truth.spot[0].1;
                }
            }
            for one in planted.iter().filter(|one| later && one.truth.kind != CauseKind::Mix) {
                let felt = match one.truth.from {
                    _ if !inside(&one.truth.spot, &values) => 0.0,
                    None => 1.0,
                    Some(from) if one.slope => f64::from(day.saturating_sub(from)) / f64::from(DAYS - from),
                    Some(from) => f64::from(u8::from(day >= from)),
                };
                level += one.size * felt;
            }
            let absolute = usize::from(day) + if later { usize::from(DAYS) } else { 0 };
            level += market.time(&values, absolute) + SPREAD * random.normal();
            times.push(Some(level.exp()));
            hits.push(Some(level < market.promise));
            rows.codes.iter_mut().zip(&values).for_each(|(codes, value)| codes.push(*value));
            rows.later.push(later);
            rows.day.push(day);
            rows.weekday.push(((absolute + 3) % 7) as u8);
        }
    }
    Data { rows, hits, times, truth: planted.iter().map(|one| one.truth.clone()).collect(), about: plan.name() }
}
