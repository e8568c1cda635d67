package org.mingjie.exchange;

import com.bedatadriven.jackson.datatype.jts.JtsModule;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.mingjie.geometry.Cgcs2000;

/**
 * GeoJSON (RFC 7946): a FeatureCollection, or one Feature after the other (newline-delimited, RFC 8142 without
 * its separators). Geometry goes through jackson-datatype-jts after {@link GeoJsonCheck} has read every number.
 */
final class GeoJsonRows implements RowSource {

  private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactory())
      .registerModule(new JtsModule(Cgcs2000.FACTORY));

  private static final Pattern CRS_MEMBER =
      Pattern.compile("\"crs\"\\s*:\\s*\\{[^{}]*\"properties\"\\s*:\\s*\\{[^{}]*\"name\"\\s*:\\s*\"([^\"]+)\"");
  private static final int TAIL_BYTES = 4096;
  private static final int MOST_FEATURE_BYTES = 32 << 20;
  private static final int MOST_COLUMNS = 2000;

  private final Path file;
  private final String name;
  private final CountingInput raw;
  private final Fuse fuse;
  private final JsonParser parser;
  private final List<String> columns = new ArrayList<>();
  private final Map<String, Integer> columnOf = new HashMap<>();
  private @Nullable String crs;
  private boolean inCollection;
  private @Nullable JsonNode pending;
  private int number;

  GeoJsonRows(Path file, String name) throws IOException {
    this.file = file;
    this.name = name;
    raw = CountingInput.raw(file);
    fuse = new Fuse(CountingInput.plain(raw, name));
    parser = MAPPER.getFactory().createParser(fuse);
    open();
  }

  /** Reads up to the first feature, whichever of the two forms the file has. */
  private void open() throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new FileRefused(name, "不是 GeoJSON：应以 { 开头", "给出 FeatureCollection，或每行一个 Feature");
      }
      ObjectNode root = MAPPER.createObjectNode();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("features") && value == JsonToken.START_ARRAY) {
          inCollection = true;
          crs = declared(root);
          crs = crs == null ? declaredAtTheEnd() : crs;
          pending = read();
          if (pending != null) {
            pending.path("properties").fieldNames().forEachRemaining(this::column);
          }
          return;
        }
        root.set(field, tree());
      }
      if (!"Feature".equals(root.path("type").asText())) {
        throw new FileRefused(name, "不是 GeoJSON：没有 features，type 是“%s”".formatted(root.path("type").asText()),
            "给出 FeatureCollection，或每行一个 Feature");
      }
      crs = declared(root);
      pending = root;
      root.path("properties").fieldNames().forEachRemaining(this::column);
    } catch (JsonProcessingException broken) {
      throw refused(broken);
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable String declaredCrs() {
    return crs;
  }

  @Override
  public @Nullable Row next() throws IOException {
    try {
      JsonNode feature = pending != null ? pending : read();
      pending = null;
      return feature == null ? null : row(feature);
    } catch (JsonProcessingException broken) {
      throw refused(broken);
    }
  }

  private @Nullable JsonNode read() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null || token == JsonToken.END_ARRAY) {
      if (inCollection && token == null) {
        throw new FileRefused(name, "文件没有结尾，在第 %d 个要素之后断了".formatted(number), "重新下载或导出完整的文件");
      }
      return null;
    }
    return tree();
  }

  /** The value that begins here; a tree is held in memory, so that there is a limit to its text. */
  private JsonNode tree() throws IOException {
    fuse.left = MOST_FEATURE_BYTES;
    JsonNode tree = parser.readValueAsTree();
    fuse.left = Long.MAX_VALUE;
    return tree;
  }

  private Row row(JsonNode feature) {
    number++;
    JsonNode properties = feature.path("properties");
    properties.fieldNames().forEachRemaining(this::column);
    @Nullable String[] values = new String[columns.size()];
    properties.fields().forEachRemaining(e -> values[columnOf.get(e.getKey())] = text(e.getValue()));
    JsonNode geometry = feature.path("geometry");
    if (geometry.isNull() || geometry.isMissingNode()) {
      return new Row(number, values, null, null);
    }
    Optional<String> wrong = GeoJsonCheck.fault(geometry);
    if (wrong.isPresent()) {
      return new Row(number, values, null, new RowFault("geometry", null, "broken-geometry", wrong.get(),
          "按 RFC 7946 改正坐标：数字成对，环首尾相同", true));
    }
    try {
      return new Row(number, values, MAPPER.treeToValue(geometry, Geometry.class), null);
    } catch (JsonProcessingException | RuntimeException broken) {
      return new Row(number, values, null, new RowFault("geometry", null, "broken-geometry",
          "几何读不出来：" + broken.getMessage(), "按 RFC 7946 改正坐标", true));
    }
  }

  /** A geometry that {@link GeoJsonCheck} has found sound. */
  static Geometry geometry(JsonNode sound) throws JsonProcessingException {
    return MAPPER.treeToValue(sound, Geometry.class);
  }

  private void column(String field) {
    columnOf.computeIfAbsent(field, f -> {
      if (columns.size() == MOST_COLUMNS) {
        throw new FileRefused(name, "第 %d 个要素里的属性名已超过 %d 种".formatted(number, MOST_COLUMNS), "属性名要固定，变化的内容写在值里");
      }
      columns.add(f);
      return columns.size() - 1;
    });
  }

  private static @Nullable String text(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static @Nullable String declared(ObjectNode root) {
    JsonNode declared = root.path("crs").path("properties").path("name");
    return declared.isTextual() ? declared.asText() : null;
  }

  /** The member may also come behind the features, which are read one by one: it is looked for in the last bytes. */
  private @Nullable String declaredAtTheEnd() throws IOException {
    if (name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
      return null;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES);
      while (channel.read(tail) > 0) {
        // until it is full or the file ends
      }
      String text = new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8);
      Matcher told = CRS_MEMBER.matcher(text.substring(text.lastIndexOf(']') + 1));
      return told.find() ? told.group(1) : null;
    }
  }

  private FileRefused refused(JsonProcessingException broken) {
    JsonLocation at = broken.getLocation() == null ? parser.currentLocation() : broken.getLocation();
    String place = "第 %d 行第 %d 列".formatted(at.getLineNr(), at.getColumnNr());
    return broken instanceof StreamConstraintsException
        ? new FileRefused(name, place + "的值长得不正常，或括号套得太深", "检查那里的引号和括号是否配对")
        : new FileRefused(name, place + "不是合规的 JSON", "检查文件是否完整、编码是否 UTF-8");
  }

  @Override
  public long position() {
    return raw.position();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Breaks where one value takes more bytes than are left to it. */
  private final class Fuse extends FilterInputStream {

    private long left = Long.MAX_VALUE;

    Fuse(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      left -= Math.max(0, n);
      if (left < 0) {
        throw new FileRefused(name, "第 %d 个要素之后的内容超过 %d MB 还没有结束".formatted(number, MOST_FEATURE_BYTES >> 20),
            "检查括号是否配对；要素确实这样大就先简化或拆开");
      }
      return n;
    }
  }
}
