package org.mingjie.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * The first sheet of a workbook, or the one that the profile names, in flat memory: a reader thread pushes rows, a
 * bounded queue holds it back. The first row with at least two filled cells is the header. A cell with a formula
 * gives its last computed value and a remark; merged cells below the header make the file ambiguous and refuse it.
 */
final class XlsxRows implements RowSource {

  private static final int QUEUE = 512;
  private static final int MOST_COLUMNS = 16_384;             // of Excel itself
  private static final int HEAD_OF_SHEET = 1 << 16;
  private static final String ERROR_VALUE = "ERROR:";
  private static final int MOST_CELL_CHARACTERS = 1 << 20;    // Excel takes 32 767
  private static final long MOST_PART_BYTES = 128L << 20;
  private static final Pattern HELD_IN_MEMORY = Pattern.compile("/xl/(sharedStrings|styles|workbook|theme/theme[0-9]+)\\.xml");
  private static final Row END = new Row(-1, new String[0], null, null);

  private final String name;
  private final OPCPackage opened;
  private final BlockingQueue<Row> queue = new ArrayBlockingQueue<>(QUEUE);
  private final List<String> columns = new ArrayList<>();
  private final Thread reader;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean closed;
  private volatile int headerRow;
  private int read;

  XlsxRows(Path file, String name, @Nullable String sheet) {
    this.name = name;
    try {
      opened = OPCPackage.open(file.toFile(), PackageAccess.READ);
    } catch (InvalidFormatException | RuntimeException broken) {
      throw new FileRefused(name, "不是 Excel 工作簿（.xlsx）", "另存为 .xlsx；.xls 老格式不支持");
    }
    reader = new Thread(() -> pump(sheet), "xlsx-reader");
    reader.setDaemon(true);
    reader.start();
    try {
      Row header = take();
      if (header == END) {
        throw new FileRefused(name, "工作表里没有表头和数据", "第一行写列名");
      }
      for (String column : header.values()) {
        columns.add(column == null ? "" : column.strip());
      }
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable Row next() {
    Row row = take();
    read++;
    return row == END ? null : row;
  }

  private Row take() {
    try {
      Row row = queue.take();
      if (failure != null) {
        throw failure;
      }
      return row;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw Cancelled.ofImport();
    }
  }

  private void pump(@Nullable String wanted) {
    try {
      XSSFReader book = new XSSFReader(opened);
      requireModestParts();
      ReadOnlySharedStringsTable strings = new ReadOnlySharedStringsTable(opened);
      try (InputStream sheet = sheet(book, wanted)) {
        XMLReader parser = XMLHelper.newXMLReader();
        parser.setContentHandler(new SheetHandler(book, strings));
        parser.parse(new InputSource(sheet));
      }
    } catch (RuntimeException refused) {
      failure = refused;
    } catch (OutOfMemoryError tooLarge) {
      failure = new FileRefused(name, "工作簿太大，内存装不下", "另存为 CSV（UTF-8）再导入");
    } catch (IOException | SAXException | OpenXML4JException | ParserConfigurationException broken) {
      boolean bomb = String.valueOf(broken.getMessage()).startsWith("Zip bomb");
      failure = bomb ? new FileRefused(name, "工作簿展开后大得不正常，像是压缩炸弹", "确实要导入就另存为 CSV（UTF-8）")
          : new FileRefused(name, "工作簿读不出来，不完整或坏了", "用 Excel 打开检查，再另存为 .xlsx", broken);
    }
    offer(END);
  }

  /** Sheets stream through and pictures are never read; these parts are held in memory. */
  private void requireModestParts() throws InvalidFormatException {
    for (PackagePart part : opened.getParts()) {
      String path = part.getPartName().getName();
      if (HELD_IN_MEMORY.matcher(path).matches() && part.getSize() > MOST_PART_BYTES) {
        throw new FileRefused(name, "工作簿里的“%s”有 %d MB".formatted(path, part.getSize() >> 20), "另存为 CSV（UTF-8）再导入");
      }
    }
  }

  private InputStream sheet(XSSFReader book, @Nullable String wanted) throws IOException, InvalidFormatException {
    XSSFReader.SheetIterator sheets = (XSSFReader.SheetIterator) book.getSheetsData();
    List<String> names = new ArrayList<>();
    List<String> filled = new ArrayList<>();
    while (sheets.hasNext()) {
      try (InputStream sheet = sheets.next()) {
        names.add(sheets.getSheetName());
        if (isFilled(sheet)) {
          filled.add(sheets.getSheetName());
        }
      }
    }
    String chosen = wanted != null ? wanted : filled.size() == 1 ? filled.get(0) : names.size() == 1 ? names.get(0) : null;
    if (chosen == null) {
      throw new FileRefused(name, "有 %d 张有内容的工作表：%s，不知道用哪一张".formatted(filled.size(), String.join("、", filled)), "用 --layer 工作表名 说明");
    }
    XSSFReader.SheetIterator again = (XSSFReader.SheetIterator) book.getSheetsData();
    while (again.hasNext()) {
      InputStream sheet = again.next();
      if (chosen.equals(again.getSheetName())) {
        return sheet;
      }
      sheet.close();
    }
    throw new FileRefused(name, "没有名为“" + wanted + "”的工作表，现有：" + String.join("、", names), "用 --layer 给出其中一个");
  }

  /** A sheet without rows has nothing to choose; rows come within the first few kilobytes. */
  private static boolean isFilled(InputStream sheet) throws IOException {
    return new String(sheet.readNBytes(HEAD_OF_SHEET), StandardCharsets.UTF_8).contains("<row");
  }

  private void push(Row row) {
    offer(row);
    if (closed) {
      throw Cancelled.ofImport();
    }
  }

  private void offer(Row row) {
    try {
      while (!closed && !queue.offer(row, 200, TimeUnit.MILLISECONDS)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long position() {
    return read;
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    opened.revert();
  }

  /** POI's reader of cell values, with an ear for formulas and merged cells. */
  private final class SheetHandler extends XSSFSheetXMLHandler {

    private final RowCollector rows;
    private int characters;

    SheetHandler(XSSFReader book, ReadOnlySharedStringsTable strings) throws IOException, InvalidFormatException {
      this(book, strings, new RowCollector());
    }

    private SheetHandler(XSSFReader book, ReadOnlySharedStringsTable strings, RowCollector rows)
        throws IOException, InvalidFormatException {
      super(book.getStylesTable(), strings, rows, new PlainNumbers(), false);
      this.rows = rows;
    }

    @Override
    public void startElement(String uri, String local, String qName, Attributes attributes) throws SAXException {
      if (local.equals("f") || qName.equals("f")) {
        rows.formula = true;
      }
      if (local.equals("mergeCell") || qName.equals("mergeCell")) {
        refuseMerged(attributes.getValue("ref"));
      }
      characters = 0;
      super.startElement(uri, local, qName, attributes);
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
      characters += length;
      if (characters > MOST_CELL_CHARACTERS) {
        throw new FileRefused(name, "第 %d 行之后有一个单元格超过 %d 字".formatted(rows.last, MOST_CELL_CHARACTERS), "检查那一格，长文字移到别处");
      }
      super.characters(text, start, length);
    }

    private void refuseMerged(String range) {
      CellReference end = new CellReference(range.substring(range.indexOf(':') + 1));
      if (end.getRow() + 1 >= headerRow) {
        throw new FileRefused(name, "数据区有合并单元格：" + range, "取消合并，每一格都填上自己的值");
      }
    }
  }

  /** Codes are numbers in many workbooks: twelve digits must not become 4.30281E+11. */
  private static final class PlainNumbers extends DataFormatter {

    @Override
    public String formatRawCellContents(double value, int formatIndex, String formatString) {
      boolean general = formatString == null || formatString.equalsIgnoreCase("general") || formatString.equals("@");
      return general ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
          : super.formatRawCellContents(value, formatIndex, formatString);
    }
  }

  private final class RowCollector implements XSSFSheetXMLHandler.SheetContentsHandler {

    private final List<@Nullable String> cells = new ArrayList<>();
    private int last;
    private boolean formula;
    private @Nullable String formulaCell;
    private @Nullable String errorCell;
    private @Nullable String errorValue;

    @Override
    public void startRow(int index) {
      cells.clear();
      formula = false;
      formulaCell = null;
      errorCell = null;
    }

    @Override
    public void cell(@Nullable String reference, @Nullable String value, @Nullable XSSFComment comment) {
      int column = reference == null ? cells.size() : new CellReference(reference).getCol();
      if (column < 0 || column >= MOST_COLUMNS) {
        throw new FileRefused(name, "单元格 %s 超出 Excel 的 %d 列".formatted(reference, MOST_COLUMNS), "用 Excel 打开检查，再另存为 .xlsx");
      }
      while (cells.size() <= column) {
        cells.add(null);
      }
      if (value != null && value.startsWith(ERROR_VALUE)) {
        errorCell = reference;
        errorValue = value.substring(ERROR_VALUE.length());
      }
      cells.set(column, value == null || value.isEmpty() ? null : value);
      if (formula) {
        formulaCell = reference;
        formula = false;
      }
    }

    @Override
    public void endRow(int index) {
      last = index + 1;
      long filled = cells.stream().filter(c -> c != null && !c.isBlank()).count();
      if (headerRow == 0 ? filled < 2 : filled == 0) {
        return;
      }
      if (headerRow == 0) {
        headerRow = index + 1;
      }
      RowFault fault = errorCell != null ? new RowFault(errorCell, errorValue, "error-value",
          "单元格 %s 是错误值 %s".formatted(errorCell, errorValue), "在 Excel 里改正公式，再另存", true)
          : formulaCell == null ? null : new RowFault(formulaCell, null, "formula",
          "单元格 %s 是公式，用了上次算出的值".formatted(formulaCell), "选择性粘贴为数值", false);
      push(new Row(index + 1, cells.toArray(String[]::new), null, fault));
    }
  }
}
