//! The ledgers of a run as bytes: a magic word, a format number, a number that stands for the names of all columns, then each world's seed and
//! columns, every number with as many bytes as it needs (LEB128, signed ones zigzag), and a SHA-256 of it all at the end. Reading trusts nothing.

use sha2::{Digest, Sha256};

use crate::ledger::{BINS, Check, Count, Histogram, Ledger, OFFER_COUNTS, Oversight, Panel, PanelCount, Rare, SCORE_BINS, Shape, Supply, Traffic};

const MAGIC: &[u8; 8] = b"CREEPLDG";
const FORMAT: u64 = 2;
const CHECKSUM: usize = 32;

/// The ledgers of a run as bytes.
pub fn encode(worlds: &[std::sync::Arc<Ledger>]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    put(&mut out, FORMAT);
    put(&mut out, layout());
    put(&mut out, worlds.len() as u64);
    for ledger in worlds {
        let mut ledger = Ledger::clone(ledger);
        put(&mut out, ledger.seed);
        let columns = ledger.columns();
        for column in columns.wide {
            column.iter().for_each(|&value| put(&mut out, value));
        }
        for column in columns.signed {
            column.iter().for_each(|&value| put(&mut out, zigzag(value)));
        }
        for column in columns.narrow {
            column.iter().for_each(|&value| put(&mut out, u64::from(value)));
        }
        for column in columns.taught {
            column.iter().for_each(|&value| put(&mut out, zigzag(value)));
        }
        if ledger.shape.panel.people > 0 {
            put_panel(&mut out, &mut ledger.panel);
        }
    }
    let sum = Sha256::digest(&out);
    out.extend_from_slice(&sum);
    out
}

/// The ledgers again. Their shape is that of the scenario they were flown with.
///
/// # Errors
/// A reason, when the bytes are not exactly what [`encode`] wrote for that shape.
pub fn decode(bytes: &[u8], shape: &Shape) -> Result<Vec<Ledger>, String> {
    let body_end = bytes.len().checked_sub(CHECKSUM).ok_or("it is too short")?;
    let (body, sum) = bytes.split_at_checked(body_end).ok_or("it is too short")?;
    let mut rest = body.strip_prefix(MAGIC).ok_or("it is not a ledger")?;
    let format = take(&mut rest)?;
    if format != FORMAT {
        return Err(format!("it has format {format}, this build reads {FORMAT}"));
    }
    if take(&mut rest)? != layout() {
        return Err("it was written by a version of Creepline that keeps other columns; fly the scenario beside it again".into());
    }
    if Sha256::digest(body).as_slice() != sum {
        return Err("its checksum does not fit".into());
    }
    let worlds = take(&mut rest)?;
    // Every number has at least one byte, so memory is only asked for where the file has something to put there.
    let needed = u128::from(worlds) * numbers(shape);
    if needed > rest.len() as u128 {
        return Err("it holds fewer numbers than the scenario asks for".into());
    }
    let mut ledgers = Vec::new();
    for _ in 0..worlds {
        let seed = take(&mut rest)?;
        let mut ledger = Ledger::new(shape.clone(), seed);
        let columns = ledger.columns();
        for value in columns.wide.into_iter().flatten() {
            *value = take(&mut rest)?;
        }
        for value in columns.signed.into_iter().flatten() {
            *value = unzigzag(take(&mut rest)?);
        }
        for value in columns.narrow.into_iter().flatten() {
            *value = u32::try_from(take(&mut rest)?).map_err(|_| "a number is too large")?;
        }
        for value in columns.taught.into_iter().flatten() {
            *value = unzigzag(take(&mut rest)?);
        }
        if shape.panel.people > 0 {
            take_panel(&mut rest, &mut ledger.panel)?;
        }
        ledger.forget_gathered();
        ledgers.push(ledger);
    }
    if rest.is_empty() { Ok(ledgers) } else { Err("it holds more numbers than the scenario asks for".into()) }
}

/// A number that changes with the name or the place of any column: a ledger of other columns must never be read as if it were of these.
fn layout() -> u64 {
    let names = [
        Count::ALL.iter().map(|column| column.name()).collect::<Vec<_>>(),
        Rare::ALL.iter().map(|column| column.name()).collect(),
        Histogram::ALL.iter().map(|column| column.name()).collect(),
        Check::ALL.iter().map(|column| column.name()).collect(),
        Traffic::ALL.iter().map(|column| column.name()).collect(),
        Supply::ALL.iter().map(|column| column.name()).collect(),
        Oversight::ALL.iter().map(|column| column.name()).collect(),
        PanelCount::ALL.iter().map(|column| column.name()).collect(),
    ];
    let text = format!("{}\noffers {OFFER_COUNTS} {SCORE_BINS}", names.map(|names| names.join(" ")).join("\n"));
    Sha256::digest(text).iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// How many numbers a ledger of that shape holds, its seed counted.
fn numbers(shape: &Shape) -> u128 {
    let wide = |number: usize| number as u128;
    let (variants, days, cells) = (wide(shape.variants), wide(shape.days), wide(shape.cells.cells()));
    let segments = wide(shape.cells.segments);
    let checkpoints = wide(shape.checkpoints());
    let crowds = wide(shape.crowd.iter().filter(|&&kept| kept).count());
    1 + cells
        + variants * days * cells * wide(Count::COUNT + Rare::COUNT)
        + variants * days * segments * wide(Histogram::COUNT * BINS)
        + variants * checkpoints * segments * (wide(Check::COUNT) + 2 * wide(shape.topics))
        + (2 * variants + 1) * wide(shape.items)
        + variants * cells * wide(shape.channels * Traffic::COUNT)
        + variants * checkpoints * wide(shape.providers * Supply::COUNT)
        + crowds * checkpoints * segments * wide(shape.items)
        + wide(shape.oversight_size())
        + variants * checkpoints * cells * wide(OFFER_COUNTS + SCORE_BINS)
        + wide(shape.test.numbers(shape.variants)) * if shape.shared_test { 2 } else { 1 }
        + checkpoints * wide(shape.learning.iter().map(|learning| learning.taught).sum())
        + panel_numbers(shape)
}

/// How many numbers a panel of that shape holds at least: its choices come on top.
fn panel_numbers(shape: &Shape) -> u128 {
    let wide = |number: usize| number as u128;
    let people = wide(shape.panel.people);
    if people == 0 {
        return 0;
    }
    let (lives, topics, items) = (wide(shape.variants) * people, wide(shape.topics), wide(shape.items));
    1 + lives * (2 * wide(shape.items.div_ceil(64)) + wide(shape.checkpoints()) * topics + wide(PanelCount::COUNT))
        + people * (topics + 1)
        + items * (topics + 2)
}

fn put_panel(out: &mut Vec<u8>, panel: &mut Panel) {
    put(out, panel.log().len() as u64);
    panel.log().iter().for_each(|&value| put(out, value));
    let (wide, signed) = panel.columns();
    wide.into_iter().flatten().for_each(|value| put(out, *value));
    signed.into_iter().flatten().for_each(|value| put(out, zigzag(*value)));
}

fn take_panel(rest: &mut &[u8], panel: &mut Panel) -> Result<(), String> {
    let choices = take(rest)?;
    if choices > rest.len() as u64 {
        return Err("it holds fewer choices of the panel than it says".into());
    }
    let mut log = Vec::with_capacity(choices as usize);
    for _ in 0..choices {
        log.push(take(rest)?);
    }
    if !panel.take_log(log) {
        return Err("its choices of the panel are out of order".into());
    }
    let (wide, signed) = panel.columns();
    for value in wide.into_iter().flatten() {
        *value = take(rest)?;
    }
    for value in signed.into_iter().flatten() {
        *value = unzigzag(take(rest)?);
    }
    Ok(())
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take(rest: &mut &[u8]) -> Result<u64, String> {
    let mut value = 0_u64;
    for place in 0..10 {
        let (&byte, tail) = rest.split_first().ok_or("it ends too early")?;
        *rest = tail;
        let bits = u64::from(byte & 0x7f);
        if place == 9 && bits > 1 {
            break;
        }
        value |= bits << (7 * place);
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err("a number is too large".into())
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::ledger::{CellMap, Learning, OutcomeSize, PanelChoice, PanelSize};

    fn shape() -> Shape {
        let cells = CellMap { segments: 2, levels: vec![3] };
        Shape {
            panel: PanelSize::new(2, 9),
            test: OutcomeSize { people: 2, before: 1, days: 2, test_days: 1, ..OutcomeSize::none() },
            shared_test: true,
            variants: 2,
            days: 3,
            cells,
            items: 5,
            topics: 4,
            checkpoint_days: 2,
            providers: 2,
            channels: 3,
            crowd: vec![false, true],
            learning: vec![Learning::default(), Learning { gathered: 3, taught: 2 }],
            oversight: true,
        }
    }

    fn ledger(seed: u64) -> Ledger {
        let mut ledger = Ledger::new(shape(), seed);
        let mut word = seed;
        let mut next = || {
            word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            word >> (word % 64)
        };
        let columns = ledger.columns();
        columns.wide.into_iter().flatten().for_each(|value| *value = next());
        columns.signed.into_iter().flatten().for_each(|value| *value = next() as i64);
        columns.narrow.into_iter().flatten().for_each(|value| *value = next() as u32);
        columns.taught.into_iter().flatten().for_each(|value| *value = next() as i64);
        let (wide, signed) = ledger.panel.columns();
        wide.into_iter().flatten().for_each(|value| *value = next());
        signed.into_iter().flatten().for_each(|value| *value = next() as i64);
        for day in 0..3 {
            ledger.panel.choose(1, 1, PanelChoice { day, touch: 0, item: next() as usize % 5, from_slate: true });
        }
        ledger.panel.settle();
        ledger.forget_gathered();
        ledger
    }

    #[test]
    fn ledgers_come_back_the_same() {
        let worlds: Vec<Arc<Ledger>> = [1, u64::MAX].map(|seed| Arc::new(ledger(seed))).to_vec();
        let bytes = encode(&worlds);
        let back = decode(&bytes, &shape()).unwrap();
        assert_eq!(back.iter().collect::<Vec<_>>(), worlds.iter().map(Arc::as_ref).collect::<Vec<_>>());
        for days in [2, 4, 400] {
            assert!(decode(&bytes, &Shape { days, ..shape() }).is_err(), "{days} days");
        }
    }

    #[test]
    fn memory_is_foretold_with_about_the_right_number_of_columns() {
        let columns = Count::COUNT + Rare::COUNT;
        assert!((columns..=columns * 4 / 3).contains(&crate::scenario::COUNTS_A_DAY), "{columns}");
        assert_eq!(4 * OFFER_COUNTS + 8 * SCORE_BINS, crate::scenario::OFFER_BYTES);
    }

    #[test]
    fn a_ledger_of_other_columns_is_refused_in_words() {
        let mut bytes = MAGIC.to_vec();
        put(&mut bytes, FORMAT);
        put(&mut bytes, layout() ^ 1);
        bytes.extend([0; CHECKSUM]);
        assert!(decode(&bytes, &shape()).unwrap_err().contains("other columns"));
    }

    #[test]
    fn any_change_and_any_cut_is_noticed() {
        let bytes = encode(&[Arc::new(ledger(7))]);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x10;
            assert!(decode(&changed, &shape()).is_err(), "byte {at}");
            assert!(decode(&bytes[..at], &shape()).is_err(), "cut at {at}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut bytes = MAGIC.to_vec();
            put(&mut bytes, FORMAT);
            put(&mut bytes, layout());
            let worlds = bytes.len();
            bytes.extend(body);
            let sum = Sha256::digest(&bytes);
            bytes.extend_from_slice(&sum);
            prop_assert!(decode(&bytes, &shape()).is_err() || bytes[worlds] == 0);
        }
    }
}
