//! A native line chart with a workbook of its own values: what is edited there moves the chart.

use super::{Style, XML, escaped, relations};
use crate::report::handover::{DeckChart, address};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The chart.
pub fn part(data: &DeckChart, style: &Style) -> String {
    let lines: String = (0..data.lines.len()).map(|at| line(data, at, style)).collect();
    let text = |size: f64, color, bold: bool| {
        let look = style.run((size, bold), color);
        format!(
            "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr {}</a:defRPr></a:pPr><a:endParaRPr lang=\"{}\"/></a:p></c:txPr>",
            look, style.language
        )
    };
    let title = format!(
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr {look}</a:defRPr></a:pPr><a:r><a:rPr {look}</a:rPr><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>",
        escaped(&data.title),
        look = style.run((14.0, true), style.theme.primary)
    );
    let labels = text(10.0, style.theme.soft, false);
    let grid = Style::color(style.theme.grid);
    let none = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>";
    let legend = if data.lines.len() > 1 {
        format!("<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/>{labels}</c:legend>")
    } else {
        String::new()
    };
    let form = escaped(&data.form);
    format!(
        "{XML}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:roundedCorners val=\"0\"/><c:chart>{title}<c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/><c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>{lines}<c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart><c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{labels}<c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/></c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"{grid}\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode=\"{form}\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>{none}{labels}<c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/></c:valAx></c:plotArea>{legend}<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>"
    )
}

/// A line: its name, its points and values with their places in the workbook.
fn line(data: &DeckChart, at: usize, style: &Style) -> String {
    let (name, values) = &data.lines[at];
    let column = at as u16 + 1;
    let last = data.points.len() as u32;
    let place = |from: (u32, u16), to: (u32, u16)| format!("Sheet1!{}:{}", address(from), address(to));
    let point = |(at, text): (usize, &String)| format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", escaped(text));
    let points: String = data.points.iter().enumerate().map(point).collect();
    let number = |(at, value): (usize, &Option<f64>)| {
        value.filter(|value| value.is_finite()).map(|value| format!("<c:pt idx=\"{at}\"><c:v>{value}</c:v></c:pt>"))
    };
    let numbers: String = values.iter().enumerate().filter_map(number).collect();
    let (color, width, dash, marker) = match at {
        0 => {
            let color = Style::color(style.theme.primary);
            let fill = format!("<a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill>");
            let marker =
                format!("<c:symbol val=\"circle\"/><c:size val=\"6\"/><c:spPr>{fill}<a:ln><a:noFill/></a:ln></c:spPr>");
            (color, 28_575, "", marker)
        }
        _ => (
            Style::color(style.theme.soft),
            15_875,
            "<a:prstDash val=\"dash\"/>",
            "<c:symbol val=\"none\"/>".to_owned(),
        ),
    };
    format!(
        "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:strRef><c:f>Sheet1!{}</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:ln w=\"{width}\" cap=\"rnd\"><a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill>{dash}<a:round/></a:ln></c:spPr><c:marker>{marker}</c:marker><c:cat><c:strRef><c:f>{}</c:f><c:strCache><c:ptCount val=\"{last}\"/>{points}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>{}</c:f><c:numCache><c:formatCode>{}</c:formatCode><c:ptCount val=\"{last}\"/>{numbers}</c:numCache></c:numRef></c:val><c:smooth val=\"0\"/></c:ser>",
        address((0, column)),
        escaped(name),
        place((1, 0), (last, 0)),
        place((1, column), (last, column)),
        escaped(&data.form)
    )
}

/// What a chart leads to: its workbook.
pub fn links(number: usize) -> String {
    relations(&[("package", format!("../embeddings/workbook{number}.xlsx"))])
}

/// The workbook of a chart: points in the first column, a column per line. What is not shown is an empty cell.
pub fn workbook(data: &DeckChart) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = book.add_worksheet();
    sheet.set_name("Sheet1")?;
    for (at, point) in data.points.iter().enumerate() {
        sheet.write_string(at as u32 + 1, 0, point)?;
    }
    for (at, (name, values)) in data.lines.iter().enumerate() {
        let column = at as u16 + 1;
        sheet.write_string(0, column, name)?;
        for (row, value) in values.iter().enumerate() {
            if let Some(value) = value.filter(|value| value.is_finite()) {
                sheet.write_number(row as u32 + 1, column, value)?;
            }
        }
    }
    book.save_to_buffer()
}
