package org.mingjie.exchange;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was found in the rows of an import, as {@code report.csv} (for people, with a byte-order mark so that
 * spreadsheets open it right) and {@code report.json} (for programs). Rows stream through; a row counts once. The two
 * files take their names when the import ends: what has a report's name is whole.
 */
final class Report implements AutoCloseable {

  private static final List<String> FILES = List.of("report.csv", "report.json");
  private static final String UNFINISHED = ".part";

  private static final String[] HEADER = {"文件", "行", "字段", "值", "结果", "代号", "问题", "改法"};

  private final @Nullable Path folder;
  private final @Nullable CsvWriter csv;
  private final @Nullable JsonGenerator json;
  private final BitSet flagged = new BitSet();
  private final BitSet rejected = new BitSet();

  /** @param folder where to write; null to count only */
  Report(@Nullable Path folder) {
    this.folder = folder;
    try {
      if (folder == null) {
        csv = null;
        json = null;
        return;
      }
      Files.createDirectories(folder);
      var out = Files.newBufferedWriter(folder.resolve(FILES.get(0) + UNFINISHED), StandardCharsets.UTF_8);
      out.write('\uFEFF');
      csv = CsvWriter.builder().build(out);
      csv.writeRecord(HEADER);
      json = new JsonMapper().createGenerator(Files.newBufferedWriter(folder.resolve(FILES.get(1) + UNFINISHED)));
      json.writeStartArray();
    } catch (IOException failed) {
      throw new FileRefused(String.valueOf(folder), "报告写不进去：" + failed.getMessage(), "换一个可写的 --report 文件夹");
    }
  }

  /** The file as a whole stays out. */
  void refused(String file, String message, String remedy) {
    add(new Finding(file, Finding.WHOLE_FILE, null, null, Finding.Outcome.REJECTED, "file-refused", message, remedy));
  }

  /** Rows of the next file are counted afresh. */
  void nextFile() {
    flagged.clear();
    rejected.clear();
  }

  synchronized void add(Finding finding) {
    if (finding.row() != Finding.WHOLE_FILE) {
      (finding.outcome() == Finding.Outcome.REJECTED ? rejected : flagged).set(finding.row());
    }
    if (csv != null && json != null) {
      csv.writeRecord(finding.file(), finding.row() == Finding.WHOLE_FILE ? "" : Integer.toString(finding.row()), text(finding.field()), harmless(text(finding.value())),
          finding.outcome() == Finding.Outcome.REJECTED ? "未导入" : "需核对", finding.kind(),
          finding.message(), finding.remedy());
      json.writeStartObject();
      json.writeStringProperty("file", finding.file());
      json.writeNumberProperty("row", finding.row());
      json.writeStringProperty("field", finding.field());
      json.writeStringProperty("value", finding.value());
      json.writeStringProperty("outcome", finding.outcome().name().toLowerCase(java.util.Locale.ROOT));
      json.writeStringProperty("kind", finding.kind());
      json.writeStringProperty("message", finding.message());
      json.writeStringProperty("remedy", finding.remedy());
      json.writeEndObject();
    }
  }

  long rejectedRows() {
    return rejected.cardinality();
  }

  /** Rows that went in with a remark. */
  long flaggedRows() {
    BitSet only = (BitSet) flagged.clone();
    only.andNot(rejected);
    return only.cardinality();
  }

  BitSet flaggedSet() {
    return flagged;
  }

  @Override
  public void close() {
    try {
      if (folder != null && csv != null && json != null) {
        csv.close();
        json.writeEndArray();
        json.close();
        for (String file : FILES) {
          Files.move(folder.resolve(file + UNFINISHED), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** A spreadsheet must not take a value for a formula. */
  private static String harmless(String value) {
    return !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
  }
}
