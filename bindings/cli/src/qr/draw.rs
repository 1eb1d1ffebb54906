//! One QR code: PNG, SVG, or characters.

use crate::failure::Failure;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use std::fmt::Write as _;

/// Modules of white around a code, as ISO/IEC 18004 asks for.
const QUIET: i32 = 4;
/// A larger code is read by cheap cameras only when it is printed very large.
const LARGEST: u8 = 22;

/// A QR code at level M.
pub(super) struct Code(QrCode);

impl Code {
    /// The smallest code that holds `text`, all of it in alphanumeric mode.
    pub(super) fn of(text: &str) -> Result<Self, Failure> {
        let does_not_fit =
            || Failure::usage("文字放不进一个二维码。", "The text does not fit into one code.");
        if !QrSegment::is_alphanumeric(text) {
            return Err(does_not_fit());
        }
        let segments = [QrSegment::make_alphanumeric(text)];
        QrCode::encode_segments_advanced(
            &segments,
            QrCodeEcc::Medium,
            Version::MIN,
            Version::new(LARGEST),
            None,
            false,
        )
        .map(Self)
        .map_err(|_| does_not_fit())
    }

    pub(super) fn version(&self) -> u8 {
        self.0.version().value()
    }

    /// Modules from edge to edge, quiet zone included.
    pub(super) fn width(&self) -> u32 {
        self.0.size().saturating_add(2 * QUIET).unsigned_abs()
    }

    /// Counted with the quiet zone.
    fn is_dark(&self, x: u32, y: u32) -> bool {
        let inside = |place: u32| i32::try_from(place).unwrap_or(i32::MAX).saturating_sub(QUIET);
        self.0.get_module(inside(x), inside(y))
    }

    /// A black and white PNG with `scale` pixels a module.
    pub(super) fn png(&self, scale: u32) -> Result<Vec<u8>, Failure> {
        let failed = |error: png::EncodingError| {
            Failure::usage(format!("无法生成 PNG：{error}。"), format!("The PNG was not made: {error}."))
        };
        let side = self.width().saturating_mul(scale);
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut pixels = Vec::new();
        for y in 0..self.width() {
            let line = self.line(y, scale);
            (0..scale).for_each(|_| pixels.extend_from_slice(&line));
        }
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&pixels).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(out)
    }

    /// A line of pixels, eight in a byte, white as 1.
    fn line(&self, y: u32, scale: u32) -> Vec<u8> {
        let pixels: Vec<bool> =
            (0..self.width()).flat_map(|x| (0..scale).map(move |_| !self.is_dark(x, y))).collect();
        let byte = |bits: &[bool]| {
            bits.iter()
                .zip([128, 64, 32, 16, 8, 4, 2, 1])
                .fold(0, |byte, (bit, value)| byte | if *bit { value } else { 0 })
        };
        pixels.chunks(8).map(byte).collect()
    }

    /// An SVG image of `scale` pixels a module, one path of dark modules on white.
    pub(super) fn svg(&self, scale: u32) -> String {
        let width = self.width();
        let side = width.saturating_mul(scale);
        let mut path = String::new();
        for y in 0..width {
            for x in (0..width).filter(|x| self.is_dark(*x, y)) {
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\" \
             viewBox=\"0 0 {width} {width}\" shape-rendering=\"crispEdges\">\n\
             <path fill=\"#fff\" d=\"M0 0h{width}v{width}h-{width}z\"/>\n<path d=\"{path}\"/>\n</svg>\n"
        )
    }

    /// Two modules a character, one above the other; light ones are drawn, as most terminals are dark.
    pub(super) fn terminal(&self, coloured: bool) -> String {
        let mut out = String::new();
        for y in (0..self.width()).step_by(2) {
            if coloured {
                out.push_str("\u{1b}[40;97m");
            }
            for x in 0..self.width() {
                // Below the last line of modules is still white.
                out.push(match (self.is_dark(x, y), self.is_dark(x, y.saturating_add(1))) {
                    (false, false) => '█',
                    (false, true) => '▀',
                    (true, false) => '▄',
                    (true, true) => ' ',
                });
            }
            out.push_str(if coloured { "\u{1b}[0m\n" } else { "\n" });
        }
        out
    }
}
