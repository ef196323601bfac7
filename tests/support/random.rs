//! A small generator, so that a failure can be repeated.

pub struct Random(pub u64);

impl Random {
    /// From 0 to less than `n`; 0 where there is nothing to choose from.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }
}
