//! A PNG picture into the texts of its codes.

use super::Texts;
use crate::failure::Failure;
use std::io::Cursor;
use std::path::Path;

/// More pixels than any camera of a desk or phone takes; each costs two bytes while codes are looked for.
const MAX_PIXELS: u64 = 64_000_000;
/// Bytes that the PNG decoder may allocate beside the picture.
const MAX_DECODER: usize = 64 * 1024 * 1024;

/// A picture in shades of grey, black as 0.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// The texts of all codes in the picture.
pub(super) fn texts(path: &Path, bytes: &[u8]) -> Result<Texts, Failure> {
    let Grey { width, height, pixels } = decode(path, bytes)?;
    let at = |x: usize, y: usize| {
        y.checked_mul(width).and_then(|start| start.checked_add(x)).and_then(|index| pixels.get(index))
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        at(x, y).copied().unwrap_or(u8::MAX)
    });
    drop(pixels);
    let mut found = Texts::default();
    for grid in image.detect_grids() {
        let mut content = Vec::new();
        match grid.decode_to(&mut content) {
            // Codes of others need not hold UTF-8; ours are ASCII.
            Ok(_) => found.texts.push(String::from_utf8_lossy(&content).into_owned()),
            Err(_) => found.unreadable = found.unreadable.saturating_add(1),
        }
    }
    Ok(found)
}

fn decode(path: &Path, bytes: &[u8]) -> Result<Grey, Failure> {
    let damaged = |error: &png::DecodingError| {
        let path = path.display();
        Failure::usage(
            format!("{path}：PNG 图片已损坏（{error}）。"),
            format!("{path}: the PNG picture is damaged: {error}."),
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
