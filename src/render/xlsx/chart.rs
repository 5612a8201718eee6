//! Line charts of the workbook: native, of its own cells. An empty cell is a gap.

use super::look::Looks;
use crate::report::handover::LineChart;
use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartSolidFill, ChartType, Color,
};

/// Width and height in pixels.
const SIZE: (u32, u32) = (490, 270);

/// The chart; its first line is the figure, the others are set beside it.
pub fn line(data: &LineChart, sheet: &str, looks: &Looks) -> Chart {
    let mut chart = Chart::new(ChartType::Line);
    let font = |size: f64, color: Color| {
        let mut font = ChartFont::new();
        font.set_name(looks.font()).set_size(size).set_color(color);
        font
    };
    let mut heading = font(11.0, looks.primary);
    heading.set_bold();
    chart.title().set_name(plain(&data.title).as_str()).set_font(&heading);
    for (at, (name, from, to)) in data.lines.iter().enumerate() {
        let (first, last) = data.categories;
        let series = chart.add_series();
        series
            .set_name(plain(name).as_str())
            .set_categories((sheet, first.0, first.1, last.0, last.1))
            .set_values((sheet, from.0, from.1, to.0, to.1));
        let mut line = ChartLine::new();
        let mut marker = ChartMarker::new();
        if at == 0 {
            line.set_color(looks.primary).set_width(2.25);
            let mut fill = ChartFormat::new();
            fill.set_solid_fill(ChartSolidFill::new().set_color(looks.primary));
            marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut fill);
        } else {
            line.set_color(looks.soft).set_width(1.25).set_dash_type(ChartLineDashType::Dash);
            marker.set_none();
        }
        series.set_format(ChartFormat::new().set_line(&line)).set_marker(&marker);
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    let labels = font(9.0, looks.soft);
    chart.x_axis().set_font(&labels);
    let mut grid = ChartLine::new();
    grid.set_color(looks.grid).set_width(0.75);
    chart.y_axis().set_font(&labels).set_num_format(&data.form).set_major_gridlines_line(&grid);
    match data.lines.len() {
        1 => _ = chart.legend().set_hidden(),
        _ => _ = chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&labels),
    }
    chart.set_width(SIZE.0).set_height(SIZE.1).set_alt_text(&data.alt);
    chart
}

/// A name that is not taken for a reference: those begin with `=` or have a `!` before an address.
fn plain(name: &str) -> String {
    let name = name.replace('!', "\u{ff01}");
    if name.starts_with('=') { format!(" {name}") } else { name }
}
