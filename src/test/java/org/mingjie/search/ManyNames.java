package org.mingjie.search;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.mingjie.launch.district.NameMill;
import org.mingjie.romanization.Reading;
import org.mingjie.romanization.Readings;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Fills the search table with synthetic names of national distribution, as a rebuild does: indexes built once. */
final class ManyNames {

  private static final int CHUNK = 1 << 20;

  private ManyNames() {}

  /**
   * @param connection of a role that may call the functions of the rebuild
   * @param ordered whether the rows lie in the order of importance, as a rebuild lays them
   */
  static void fill(Connection connection, long count, boolean ordered) throws SQLException, IOException {
    connection.createStatement().execute("SELECT begin_search_table('place_search_next')");
    connection.createStatement().execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'");
    connection.createStatement().execute("CREATE TEMPORARY TABLE many (LIKE place_search)");
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI()
        .copyIn("COPY " + (ordered ? "many" : "place_search_next") + " (" + SearchRow.COLUMNS + ") FROM STDIN");
    try (Rows rows = new Rows(copy)) {
      new NameMill(1).write(count, rows);
    }
    copy.endCopy();
    connection.createStatement().execute("INSERT INTO place_search_next SELECT * FROM many ORDER BY imp DESC");
    connection.createStatement().execute("DROP TABLE many");
    connection.createStatement().execute("SELECT index_search_table('place_search_next'); SELECT take_search_table('place_search_next')");
  }

  /** Takes the lines of the mill and hands rows on. */
  private static final class Rows extends Writer {

    private final CopyIn copy;
    private final Readings readings = new Readings();
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder out = new StringBuilder(CHUNK + 4096);
    private boolean header = true;

    Rows(CopyIn copy) {
      this.copy = copy;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      for (int i = offset; i < offset + length; i++) {
        if (text[i] == '\n') {
          row(line.toString());
          line.setLength(0);
        } else {
          line.append(text[i]);
        }
      }
    }

    private void row(String csv) throws IOException {
      if (header) {
        header = false;
        return;
      }
      String[] cells = csv.split(",");
      String name = cells[1];
      List<Reading> all = readings.all(name);
      String place = new UUID(0, Long.parseLong(cells[0])).toString();
      for (Reading reading : all) {
        new SearchRow(place, Folding.fold(name), name, "unverified", reading != all.get(0), reading, Float.parseFloat(cells[6]), cells[3], cells[2],
            Double.parseDouble(cells[4]), Double.parseDouble(cells[5]), false).appendTo(out);
      }
      if (out.length() > CHUNK) {
        flush();
      }
    }

    @Override
    public void flush() throws IOException {
      byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
      out.setLength(0);
      try {
        copy.writeToCopy(bytes, 0, bytes.length);
      } catch (SQLException failed) {
        throw new IOException(failed);
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
