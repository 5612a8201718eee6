//! Random weights around given ones: how much a weighted score depends on its weights (T12).

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Draws from the Dirichlet distribution with these concentrations: weights that sum to 1, of mean
/// concentration / Σ and variance mean·(1 − mean)/(Σ + 1). Components with concentration 0 weigh 0.
/// Gamma variates by Marsaglia & Tsang (2000), normal ones by Box & Muller, from a seed.
pub fn dirichlet(concentrations: &[f64], draws: u32, seed: u64) -> Vec<Vec<f64>> {
    let mut source = Source(ChaCha12Rng::seed_from_u64(seed));
    let mut draw = || {
        let parts: Vec<f64> = concentrations.iter().map(|shape| source.gamma(*shape)).collect();
        let sum: f64 = parts.iter().sum();
        parts.into_iter().map(|part| if sum > 0.0 { part / sum } else { 0.0 }).collect()
    };
    (0..draws).map(|_| draw()).collect()
}

struct Source(ChaCha12Rng);

impl Source {
    /// Uniform in (0, 1].
    fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// A gamma variate of this shape and scale 1.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape.is_nan() || shape <= 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.uniform().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moments of the distribution; quantiles of the first component, Beta(40, 60): SciPy 1.17.1
    /// `beta.ppf`.
    #[test]
    fn draws_have_the_moments_and_quantiles_of_the_distribution() {
        let draws = dirichlet(&[40.0, 20.0, 0.5, 39.5, 0.0], 40_000, 7);
        for (at, mean) in [0.4, 0.2, 0.005, 0.395, 0.0].into_iter().enumerate() {
            let values: Vec<f64> = draws.iter().map(|draw| draw[at]).collect();
            let found = values.iter().sum::<f64>() / values.len() as f64;
            let spread = values.iter().map(|value| (value - found).powi(2)).sum::<f64>() / values.len() as f64;
            let wanted = mean * (1.0 - mean) / 101.0;
            assert!((found - mean).abs() < 0.0008, "{at}: {found}");
            assert!((spread - wanted).abs() < 0.03 * wanted + 1e-12, "{at}: {spread} {wanted}");
        }
        let mut first: Vec<f64> = draws.iter().map(|draw| draw[0]).collect();
        first.sort_by(f64::total_cmp);
        for (share, wanted) in [(0.025, QUANTILES[0]), (0.5, QUANTILES[1]), (0.975, QUANTILES[2])] {
            let found = first[(share * 39_999.0) as usize];
            assert!((found - wanted).abs() < 0.0025, "{share}: {found} {wanted}");
        }
        assert!(draws.iter().all(|draw| (draw.iter().sum::<f64>() - 1.0).abs() < 1e-12));
    }

    const QUANTILES: [f64; 3] = [0.306_572_529_491_826_4, 0.399_330_742_698_132_7, 0.497_217_513_854_006_7];

    #[test]
    fn the_same_seed_gives_the_same_draws() {
        assert_eq!(dirichlet(&[1.0, 2.0], 5, 3), dirichlet(&[1.0, 2.0], 5, 3));
        assert_ne!(dirichlet(&[1.0, 2.0], 5, 3), dirichlet(&[1.0, 2.0], 5, 4));
    }
}
