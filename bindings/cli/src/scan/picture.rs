//! A PNG picture into the texts of its codes.

use super::Texts;
use crate::failure::Failure;
use std::io::Cursor;
use std::path::Path;

/// More pixels than any camera of a desk or phone takes; each costs two to three bytes while codes are looked for.
const MAX_PIXELS: u64 = 64_000_000;
/// Bytes that the PNG decoder may allocate beside the picture.
const MAX_DECODER: usize = 64 * 1024 * 1024;

/// A picture in shades of grey, black as 0.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// How the picture is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// With the decoder's own threshold, which follows shadows.
    Shaded,
    /// In plain black and white, where soft edges are kept apart better.
    Plain,
    /// In plain black and white at twice the size: the decoder misses turned codes of small modules.
    Doubled,
}

/// The texts of all codes in the picture.
pub(super) fn texts(path: &Path, bytes: &[u8]) -> Result<Texts, Failure> {
    let picture = decode(path, bytes)?;
    let threshold = threshold(&picture.pixels);
    let mut found = Texts::default();
    for look in [Look::Shaded, Look::Plain, Look::Doubled] {
        let small = picture.pixels.len() as u64 <= MAX_PIXELS / 4;
        // Four times the work, for a picture that has not been read whole.
        if look != Look::Doubled || (small && (found.texts.is_empty() || found.unreadable > 0)) {
            picture.look(look, threshold, &mut found);
        }
    }
    Ok(found)
}

impl Grey {
    fn at(&self, x: usize, y: usize) -> u8 {
        let index = y.checked_mul(self.width).and_then(|start| start.checked_add(x));
        index.and_then(|index| self.pixels.get(index)).copied().unwrap_or(u8::MAX)
    }

    /// Between two pixels, their mean.
    fn doubled(&self, x: usize, y: usize) -> u8 {
        let (right, below) = (x.div_ceil(2), y.div_ceil(2));
        let four = [(x / 2, y / 2), (right, y / 2), (x / 2, below), (right, below)];
        let sum: u16 = four.iter().map(|(x, y)| u16::from(self.at(*x, *y))).sum();
        u8::try_from(sum / 4).unwrap_or(u8::MAX)
    }

    fn look(&self, look: Look, threshold: u8, found: &mut Texts) {
        let (width, height) = (self.width, self.height);
        let mut image = match look {
            Look::Shaded => rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| self.at(x, y)),
            Look::Plain => {
                rqrr::PreparedImage::prepare_from_bitmap(width, height, |x, y| self.at(x, y) < threshold)
            }
            Look::Doubled => {
                let (width, height) = (width.saturating_mul(2), height.saturating_mul(2));
                rqrr::PreparedImage::prepare_from_bitmap(width, height, |x, y| self.doubled(x, y) < threshold)
            }
        };
        let mut unreadable = 0_usize;
        for grid in image.detect_grids() {
            let mut content = Vec::new();
            if grid.decode_to(&mut content).is_err() {
                unreadable = unreadable.saturating_add(1);
                continue;
            }
            // Codes of others need not hold UTF-8; ours are ASCII.
            let text = String::from_utf8_lossy(&content).into_owned();
            if !found.texts.contains(&text) {
                found.texts.push(text);
            }
        }
        found.unreadable = found.unreadable.max(unreadable);
    }
}

/// The grey that parts dark from light best (Otsu 1979): the variance between both is largest.
fn threshold(pixels: &[u8]) -> u8 {
    let mut histogram = [0_u64; 256];
    for pixel in pixels {
        if let Some(count) = histogram.get_mut(usize::from(*pixel)) {
            *count = count.saturating_add(1);
        }
    }
    let (mut total, mut sum) = (0.0, 0.0);
    let levels = || (0_u8..=255).zip(histogram.iter().map(|count| *count as f64));
    for (level, count) in levels() {
        total += count;
        sum += count * f64::from(level);
    }
    let (mut best, mut largest) = (128, 0.0);
    let (mut dark, mut dark_sum) = (0.0, 0.0);
    for (level, count) in levels() {
        dark += count;
        dark_sum += count * f64::from(level);
        let light = total - dark;
        if dark > 0.0 && light > 0.0 {
            let apart = dark_sum / dark - (sum - dark_sum) / light;
            let variance = dark * light * apart * apart;
            if variance > largest {
                (best, largest) = (level.saturating_add(1), variance);
            }
        }
    }
    best
}

fn decode(path: &Path, bytes: &[u8]) -> Result<Grey, Failure> {
    let damaged = |_: &png::DecodingError| {
        let path = path.display();
        Failure::usage(
            format!("{path}：PNG 图片已损坏。请重新截图或导出。"),
            format!("{path}: the PNG picture is damaged. Take or export it again."),
        )
    };
    let limits = png::Limits { bytes: MAX_DECODER };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let info = decoder.read_header_info().map_err(|error| damaged(&error))?;
    let (wide, high) = (info.width, info.height);
    if u64::from(wide).saturating_mul(u64::from(high)) > MAX_PIXELS {
        let path = path.display();
        return Err(Failure::usage(
            format!("{path}：图片为 {wide} × {high} 像素，超过上限 {MAX_PIXELS} 像素。"),
            format!("{path}: the picture has {wide} × {high} pixels; the limit is {MAX_PIXELS}."),
        ));
    }
    let (width, height) = (wide as usize, high as usize);
    let mut reader = decoder.read_info().map_err(|error| damaged(&error))?;
    let (color, _) = reader.output_color_type();
    let mut pixels = vec![u8::MAX; width.saturating_mul(height)];
    let mut rows = pixels.chunks_exact_mut(width);
    let mut passes = Vec::new();
    // Row by row: only the grey picture is ever held whole.
    while let Some(row) = reader.next_interlaced_row().map_err(|error| damaged(&error))? {
        let grey = row.data().chunks_exact(color.samples()).map(luminance);
        match row.interlace() {
            png::InterlaceInfo::Null(_) => {
                let Some(line) = rows.next() else { break };
                line.iter_mut().zip(grey).for_each(|(own, grey)| *own = grey);
            }
            png::InterlaceInfo::Adam7(info) => passes.push((*info, grey.collect::<Vec<u8>>())),
        }
    }
    for (info, row) in passes {
        png::expand_interlaced_row(&mut pixels, width, &row, &info, 8);
    }
    Ok(Grey { width, height, pixels })
}

/// Weights of ITU-R BT.601 in 1/256; what is transparent lies on white paper.
fn luminance(samples: &[u8]) -> u8 {
    let (grey, alpha) = match *samples {
        [grey] => (u32::from(grey), 255),
        [grey, alpha] => (u32::from(grey), u32::from(alpha)),
        [red, green, blue] => (weighted(red, green, blue), 255),
        [red, green, blue, alpha] => (weighted(red, green, blue), u32::from(alpha)),
        _ => (255, 255),
    };
    let over_white =
        grey.saturating_mul(alpha).saturating_add(255_u32.saturating_mul(255_u32.saturating_sub(alpha)));
    u8::try_from(over_white / 255).unwrap_or(u8::MAX)
}

fn weighted(red: u8, green: u8, blue: u8) -> u32 {
    let part = |sample: u8, weight: u32| u32::from(sample).saturating_mul(weight);
    part(red, 77).saturating_add(part(green, 150)).saturating_add(part(blue, 29)) >> 8
}
