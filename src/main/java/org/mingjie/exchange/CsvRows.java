package org.mingjie.exchange;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated text with a header line (RFC 4180), UTF-8 with or without byte-order mark, or another encoding. */
final class CsvRows implements RowSource {

  private static final int MOST_CHARACTERS = 1 << 24;   // of one value or line
  private static final int MOST_BREAKS = 50;            // within the values of one row

  private final Path file;
  private final String name;
  private final Charset encoding;
  private final CountingInput raw;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final List<String> columns;
  private final ReadAhead<Row> rows;
  private volatile int last = 1;

  CsvRows(Path file, String name, Charset encoding) throws IOException {
    this.file = file;
    this.name = name;
    this.encoding = encoding;
    raw = CountingInput.raw(file);
    Reader text = new InputStreamReader(CountingInput.plain(raw, name),
        encoding.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
    reader = CsvReader.builder().allowMissingFields(true).allowExtraFields(true)
        .skipEmptyLines(true).maxBufferSize(MOST_CHARACTERS)
        .build(CsvRecordHandler.builder().maxFieldSize(MOST_CHARACTERS).maxRecordSize(MOST_CHARACTERS).build(), text);
    records = reader.iterator();
    CsvRecord header = read();
    if (header == null) {
      throw new FileRefused(name, "文件是空的", "给出有表头和数据的文件");
    }
    columns = header.getFields().stream().map(c -> c.replace("\uFEFF", "").strip()).toList();
    rows = new ReadAhead<>(this::row);
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable Row next() {
    return rows.next();
  }

  private @Nullable Row row() {
    CsvRecord record = read();
    if (record == null) {
      return null;
    }
    last = (int) record.getStartingLineNumber();
    int given = record.getFieldCount();
    @Nullable String[] values = new String[columns.size()];
    for (int i = 0; i < values.length && i < given; i++) {
      String value = record.getField(i);
      values[i] = value.isEmpty() ? null : value;
    }
    long breaks = record.getFields().stream().flatMapToInt(String::chars).filter(c -> c == '\n').count();
    if (breaks > MOST_BREAKS || breaks > 0 && given != values.length) {
      throw new FileRefused(name, "第 %d 行的双引号没有配对，一直读到了第 %d 行".formatted(last, last + breaks), "检查这一行的双引号；值里的双引号写两遍");
    }
    RowFault fault = given == values.length ? null : new RowFault(columns.get(0), record.getField(0), "wrong-columns",
        "这一行有 %d 列，表头有 %d 列".formatted(given, values.length), "补齐或去掉多余的逗号；含逗号的值用双引号括起来", true);
    return new Row(last, values, null, fault);
  }

  private @Nullable CsvRecord read() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException failed) {
      throw failed.getCause() instanceof CharacterCodingException
          ? new FileRefused(name, "第 %d 行有不是 %s 编码的字节".formatted(undecodableLine(), encoding.name()),
              "说明真实编码，例如 --encoding GBK 或 --encoding GB18030；或另存为 UTF-8")
          : new FileRefused(name, "读到第 %d 行时出错".formatted(last), "检查文件是否完整", failed);
    } catch (CsvParseException broken) {
      for (Throwable cause = broken.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof FileRefused refused) {
          throw refused;
        }
      }
      throw new FileRefused(name, "第 %d 行之后有一行长得不正常：双引号不配对，或一直没有换行".formatted(last),
          "检查那一行的双引号和换行；后面若全是空字节（NUL），文件没有下载完整，重新下载");
    }
  }

  /** The reader is ahead of the rows, so the line is looked for once more from the beginning. */
  private long undecodableLine() {
    try (InputStream in = new BufferedInputStream(CountingInput.plain(CountingInput.raw(file), name))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long number = 1;
      for (int b = in.read(); b >= 0; b = in.read()) {
        line.write(b);
        if (b == '\n') {
          if (!isDecodable(line.toByteArray())) {
            return number;
          }
          number++;
          line.reset();
        }
      }
      return number;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private boolean isDecodable(byte[] line) {
    try {
      encoding.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(line));
      return true;
    } catch (CharacterCodingException undecodable) {
      return false;
    }
  }

  @Override
  public long position() {
    return raw.position();
  }

  @Override
  public void close() throws IOException {
    rows.close();
    reader.close();
  }
}
