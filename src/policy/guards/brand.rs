//! Brand quota: at least so many items of a slate fit the brand.

/// Replaces items off brand, from the last place up, by `spare` items on brand in their order, until at least `quota` fit or none are left.
/// `may_join` tells whether an item may stand beside a slate; `changed` is called with each place that got another item.
pub fn fill_quota(
    slate: &mut [u32],
    quota: usize,
    is_on_brand: impl Fn(u32) -> bool,
    mut spare: impl Iterator<Item = u32>,
    may_join: impl Fn(u32, &[u32]) -> bool,
    mut changed: impl FnMut(usize),
) {
    let mut missing = quota.min(slate.len()).saturating_sub(slate.iter().filter(|&&item| is_on_brand(item)).count());
    for place in (0..slate.len()).rev() {
        if missing == 0 {
            break;
        }
        if is_on_brand(slate[place]) {
            continue;
        }
        let taken: &[u32] = slate;
        let Some(item) = spare.find(|&item| is_on_brand(item) && !taken.contains(&item) && may_join(item, taken)) else { break };
        slate[place] = item;
        changed(place);
        missing -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_places_make_room_first() {
        // Even items fit.
        let filled = |quota: usize, spare: &[u32]| {
            let mut slate = [2, 3, 5, 7];
            let mut places = Vec::new();
            fill_quota(&mut slate, quota, |item| item % 2 == 0, spare.iter().copied(), |item, _| item != 14, |place| places.push(place));
            (slate, places)
        };
        assert_eq!(filled(1, &[8, 10]), ([2, 3, 5, 7], vec![]));
        assert_eq!(filled(2, &[9, 2, 8, 10]), ([2, 3, 5, 8], vec![3]));
        assert_eq!(filled(4, &[8, 10]), ([2, 3, 10, 8], vec![3, 2]), "as far as there are any");
        assert_eq!(filled(9, &[8, 14, 10, 12]), ([2, 12, 10, 8], vec![3, 2, 1]));
    }
}
