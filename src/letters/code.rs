//! The QR code of a letter (ISO/IEC 18004), as squares for a vector path.

use qrcodegen::{QrCode, QrCodeEcc};

/// Dark modules, merged to bars along each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules on each side, without the quiet zone.
    pub size: u16,
    /// Column, row and length of each bar.
    pub bars: Vec<(u16, u16, u16)>,
}

/// None where the text is longer than a code that still prints well.
///
/// Level M bears a stain of 15 % of the area, which a fold or a scan may leave.
#[must_use]
pub fn code(text: &str) -> Option<Code> {
    let made = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = u16::try_from(made.size()).ok()?;
    let mut bars = Vec::new();
    for row in 0..size {
        let mut column = 0;
        while column < size {
            let dark = |at: u16| at < size && made.get_module(i32::from(at), i32::from(row));
            let length = (column..size).take_while(|at| dark(*at)).count() as u16;
            if length > 0 {
                bars.push((column, row, length));
            }
            column += length + 1;
        }
    }
    // Version 13 has 69 modules: 0.72 mm each on 50 mm.
    (size <= 69).then_some(Code { size, bars })
}
