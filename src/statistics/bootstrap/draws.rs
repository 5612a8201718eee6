//! Resampled counts: multinomial draws from a seeded generator.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Expected hits below which a binomial is drawn by inversion.
const FEW: f64 = 10.0;

/// An endless series of resampled counts.
pub(in crate::statistics) struct Draws {
    generator: ChaCha12Rng,
    counts: Vec<u64>,
    total: u64,
    drawn: Vec<u64>,
}

impl Draws {
    pub(in crate::statistics) fn new(counts: &[u64], seed: u64) -> Self {
        Self {
            generator: ChaCha12Rng::seed_from_u64(seed),
            counts: counts.to_vec(),
            total: counts.iter().sum(),
            drawn: vec![0; counts.len()],
        }
    }

    /// The next draw: as many rows as there are, with replacement. Cell after cell from the
    /// binomial of what is left, which is exactly multinomial.
    pub(in crate::statistics) fn next(&mut self) -> &[u64] {
        let (mut rows, mut left) = (self.total, self.total);
        for (drawn, count) in self.drawn.iter_mut().zip(&self.counts) {
            *drawn = match left {
                0 => 0,
                _ if *count == left => rows,
                _ => binomial(&mut self.generator, rows, *count as f64 / left as f64),
            };
            rows -= *drawn;
            left -= count;
        }
        &self.drawn
    }
}

/// A uniform number in [0, 1) with 53 random bits.
fn uniform(generator: &mut ChaCha12Rng) -> f64 {
    (generator.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

/// A binomial draw.
fn binomial(generator: &mut ChaCha12Rng, trials: u64, probability: f64) -> u64 {
    if trials == 0 || probability <= 0.0 {
        return 0;
    }
    if probability > 0.5 {
        return trials - binomial(generator, trials, 1.0 - probability);
    }
    if trials as f64 * probability < FEW {
        by_inversion(generator, trials, probability)
    } else {
        by_rejection(generator, trials, probability)
    }
}

/// Sequential search through the probabilities.
fn by_inversion(generator: &mut ChaCha12Rng, trials: u64, probability: f64) -> u64 {
    let odds = probability / (1.0 - probability);
    let mut term = (trials as f64 * (-probability).ln_1p()).exp();
    let mut left = uniform(generator);
    let mut hits = 0;
    while left > term && hits < trials {
        left -= term;
        hits += 1;
        term *= odds * (trials - hits + 1) as f64 / hits as f64;
        if term < f64::MIN_POSITIVE {
            break;
        }
    }
    hits
}

/// Transformed rejection with squeeze (algorithm BTRS of Hörmann 1993), exact for
/// trials × probability ≥ 10 and probability ≤ ½.
fn by_rejection(generator: &mut ChaCha12Rng, trials: u64, probability: f64) -> u64 {
    let n = trials as f64;
    let spread = (n * probability * (1.0 - probability)).sqrt();
    let b = 1.15 + 2.53 * spread;
    let a = -0.0873 + 0.0248 * b + 0.01 * probability;
    let centre = n * probability + 0.5;
    let sure = 0.92 - 4.2 / b;
    let odds = probability / (1.0 - probability);
    let alpha = (2.83 + 5.1 / b) * spread;
    let mode = ((n + 1.0) * probability).floor();
    loop {
        let u = uniform(generator) - 0.5;
        let v = uniform(generator);
        let edge = 0.5 - u.abs();
        let hits = ((2.0 * a / edge + b) * u + centre).floor();
        if !(hits >= 0.0 && hits <= n) {
            continue;
        }
        if edge >= 0.07 && v <= sure {
            return hits as u64;
        }
        let height = (v * alpha / (a / (edge * edge) + b)).ln();
        let bound = (mode + 0.5) * ((mode + 1.0) / (odds * (n - mode + 1.0))).ln()
            + (n + 1.0) * ((n - mode + 1.0) / (n - hits + 1.0)).ln()
            + (hits + 0.5) * (odds * (n - hits + 1.0) / (hits + 1.0)).ln()
            + stirling(mode)
            + stirling(n - mode)
            - stirling(hits)
            - stirling(n - hits);
        if height <= bound {
            return hits as u64;
        }
    }
}

/// ln k! minus Stirling's approximation of it.
fn stirling(k: f64) -> f64 {
    const SMALL: [f64; 10] = [
        0.081_061_466_795_327_8,
        0.041_340_695_955_409_3,
        0.027_677_925_684_998_3,
        0.020_790_672_103_765_1,
        0.016_644_691_189_821_2,
        0.013_876_128_823_070_7,
        0.011_896_709_945_891_8,
        0.010_411_265_261_972_1,
        0.009_255_462_182_712_73,
        0.008_330_563_433_362_87,
    ];
    if k < 10.0 {
        return SMALL[k as usize];
    }
    let square = (k + 1.0) * (k + 1.0);
    (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / (k + 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::super::discrete::Binomial;
    use super::*;

    /// Largest gap between drawn and exact cumulative probabilities.
    fn gap(trials: u64, probability: f64, draws: u32) -> f64 {
        let mut generator = ChaCha12Rng::seed_from_u64(7);
        let mut seen = vec![0_u32; usize::try_from(trials).unwrap() + 1];
        for _ in 0..draws {
            seen[usize::try_from(binomial(&mut generator, trials, probability)).unwrap()] += 1;
        }
        let exact = Binomial::new(trials, probability);
        let mut sum = 0;
        seen.iter().zip(0..).fold(0.0, |gap: f64, (count, hits)| {
            sum += count;
            gap.max((f64::from(sum) / f64::from(draws) - exact.at_most(hits)).abs())
        })
    }

    #[test]
    fn draws_follow_the_binomial_distribution() {
        // Kolmogorov's 0.1 % point of 100,000 draws is 1.95/√100,000 = 0.0062.
        for (trials, probability) in
            [(5, 0.3), (40, 0.1), (40, 0.5), (25, 0.6), (1_000, 0.02), (1_000, 0.9), (5_000, 0.37)]
        {
            let gap = gap(trials, probability, 100_000);
            assert!(gap < 0.0062, "{trials} × {probability}: {gap}");
        }
    }

    #[test]
    fn every_draw_has_all_rows() {
        let counts = [0, 3, 100, 0, 2_000_000, 1];
        let mut draws = Draws::new(&counts, 1);
        for _ in 0..1_000 {
            let drawn = draws.next();
            assert_eq!(drawn.iter().sum::<u64>(), 2_000_104);
            assert_eq!((drawn[0], drawn[3]), (0, 0));
        }
    }
}
