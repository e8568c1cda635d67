package org.mingjie.exchange;

import com.bedatadriven.jackson.datatype.jts.JtsModule;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.mingjie.cartography.Credits;
import org.mingjie.geometry.Cgcs2000;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes today's places as GeoJSON, one feature a line (RFC 8142 without separators), CGCS2000, gzipped if the name says so.
 * The first one tells in a foreign member {@code credits} who answers for the file (RFC 7946 section 6.1).
 */
@Service
public class ExportService {

  private static final int FETCH = 2000;

  private static final String PLACES = """
      SELECT p.code, p.class_code, p.importance, n.text, n.status, n.specific, n.generic, n.unit_wording, d.code AS official_code,
        (SELECT text FROM spelling x WHERE x.name_id = n.id AND x.script = 'Latn' AND x.status <> 'rejected' LIMIT 1) AS spelling,
        s.title AS source, s.state_date, st_asbinary(coalesce(a.geom, g.geom)) AS shape
      FROM place p
      JOIN LATERAL (SELECT m.* FROM name m JOIN source o ON o.id = m.source_id
                    WHERE m.place_id = p.id AND m.kind = 'name' AND m.valid @> current_date AND m.status <> 'rejected'
                    ORDER BY m.status = 'standard' DESC, o.rank DESC, o.state_date DESC LIMIT 1) n ON true
      JOIN source s ON s.id = n.source_id
      LEFT JOIN division d ON d.place_id = p.id AND upper_inf(d.valid)
      LEFT JOIN division_geometry a ON a.division_id = d.id AND upper_inf(a.valid)
      LEFT JOIN LATERAL (SELECT geom FROM place_geometry x WHERE x.place_id = p.id AND x.geom IS NOT NULL AND upper_inf(x.valid)
                         ORDER BY role = 'line' DESC, role = 'point' DESC LIMIT 1) g ON true
      WHERE p.status = 'current' AND (:division = '' OR d.code LIKE :division || '%' OR EXISTS (
        SELECT 1 FROM place_in_division pd JOIN division q ON q.id = pd.division_id WHERE pd.place_id = p.id AND q.code LIKE :division || '%'))
      ORDER BY p.code
      """;

  private final ObjectMapper mapper = new ObjectMapper().registerModule(new JtsModule(Cgcs2000.FACTORY));
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Credits.Source credits;

  ExportService(JdbcClient jdbc, PlatformTransactionManager transactions, Credits.Source credits) {
    this.jdbc = jdbc;
    this.credits = credits;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setReadOnly(true);
  }

  /**
   * @param division prefix of division codes, digits only; empty for all
   * @return features written
   * @throws FileRefused if the division is unknown or the file cannot be written
   * @throws Cancelled if the progress says so; an earlier file of that name stays as it was
   */
  public long export(Path file, String division, Progress progress) {
    if (!division.matches("[0-9]{0,12}")) {
      throw new FileRefused(division, "区划代码只能是数字", "例如 --division 430281");
    }
    if (!division.isEmpty() && !jdbc.sql("SELECT EXISTS (SELECT 1 FROM division WHERE code LIKE :division || '%')")
        .param("division", division).query(Boolean.class).single()) {
      throw new FileRefused(division, "没有代码以此开头的区划", "检查区划代码，例如 --division 430281");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      long count = write(part, division, progress);
      move(part, file);
      return count;
    } catch (IOException | UncheckedIOException failed) {
      throw new FileRefused(String.valueOf(file), "写不进去：" + failed.getMessage(), "换一个可写的文件");
    } finally {
      remove(part);
    }
  }

  private long write(Path part, String division, Progress progress) throws IOException {
    try (Writer out = writer(part)) {
      progress.at("导出", 0, 0);
      Long count = transaction.execute(status -> {
        try (var rows = jdbc.sql(PLACES).param("division", division).withFetchSize(FETCH)
            .query((row, n) -> line(out, row, n == 0 ? credits.now().line() : null, progress)).stream()) {
          return rows.count();
        }
      });
      return count == null ? 0 : count;
    }
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException otherDisk) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Writer writer(Path part) throws IOException {
    var out = Files.newOutputStream(part);
    return new BufferedWriter(new OutputStreamWriter(
        part.toString().endsWith(".gz.part") ? new GZIPOutputStream(out) : out, StandardCharsets.UTF_8));
  }

  private boolean line(Writer out, ResultSet row, @Nullable String said, Progress progress) throws SQLException {
    if (progress.cancelled()) {
      throw Cancelled.ofExport();
    }
    ObjectNode feature = mapper.createObjectNode().put("type", "Feature").put("id", row.getString("code"));
    if (said != null) {
      feature.put("credits", said);
    }
    ObjectNode properties = feature.putObject("properties");
    properties.put("code", row.getString("code")).put("name", row.getString("text")).put("nameStatus", row.getString("status"))
        .put("specific", row.getString("specific")).put("generic", row.getString("generic"))
        .put("unitWording", row.getString("unit_wording")).put("spelling", row.getString("spelling"))
        .put("class", row.getString("class_code")).put("officialCode", row.getString("official_code"))
        .put("source", row.getString("source")).put("stateDate", row.getString("state_date"));
    byte[] shape = row.getBytes("shape");
    try {
      feature.set("geometry", shape == null ? null : mapper.valueToTree(new WKBReader(Cgcs2000.FACTORY).read(shape)));
      out.write(mapper.writeValueAsString(feature));
      out.write('\n');
      return true;
    } catch (ParseException broken) {
      throw new SQLException("stored geometry cannot be read", broken);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
