//! What the ledger says of items: facts that metrics need beside counts, packed into one number each.

/// Facts about one item that metrics look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemFacts {
    /// Group of providers, by index; 0 where providers are not told apart.
    pub provider: u8,
    /// A premium offer.
    pub premium: bool,
    /// About a sensitive topic.
    pub sensitive: bool,
    /// Fits the voice of the brand.
    pub on_brand: bool,
}

impl ItemFacts {
    /// As one number; never 0, which stands for an item that nothing is known of.
    pub fn pack(self) -> u64 {
        1 | u64::from(self.premium) << 1 | u64::from(self.sensitive) << 2 | u64::from(self.on_brand) << 3 | u64::from(self.provider) << 8
    }

    /// The facts again; `None` where nothing is known.
    pub fn unpack(packed: u64) -> Option<Self> {
        let bit = |place: u32| packed >> place & 1 == 1;
        bit(0).then(|| Self { provider: (packed >> 8) as u8, premium: bit(1), sensitive: bit(2), on_brand: bit(3) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_come_back_as_they_were() {
        for provider in [0, 1, 255] {
            for bits in 0..8 {
                let facts = ItemFacts { provider, premium: bits & 1 > 0, sensitive: bits & 2 > 0, on_brand: bits & 4 > 0 };
                assert_eq!(ItemFacts::unpack(facts.pack()), Some(facts));
            }
        }
        assert_eq!(ItemFacts::unpack(0), None);
    }
}
