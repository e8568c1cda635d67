package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The plans that the connections of the API keep: whatever is asked for, rows are looked up in indexes, and no table is read through. */
class FeaturePlansTest extends RegistryTest {

  private static final Pattern SCAN = Pattern.compile("(?m)^.*Scan using (\\S+) on (\\S+).*\\n(.*)$");

  @LocalServerPort
  private int port;

  @Autowired
  @Qualifier("read")
  private HikariDataSource pool;

  @Test
  void everyStatementLooksIntoIndexesWhateverIsAskedFor() throws Exception {
    pool.getHikariPoolMXBean().softEvictConnections();   // with what others have asked on them
    RegistryRows rows = new RegistryRows(database());
    RegistryRows.Row county = rows.unit("石桥县", "430100", 3, "(,)", null);
    rows.area(county, "MULTIPOLYGON(((110 25,112 25,112 27,110 27,110 25)))");
    rows.copies(rows.place("石桥村", "22200"), 3_000);
    rows.shape(rows.place("石桥路", "23214"), "line", "LINESTRING(110 25,111 26)");
    Ogc ogc = new Ogc(port);
    for (String collection : List.of("places", "divisions", "roads")) {
      String items = "/collections/" + collection + "/items?f=json&limit=1";
      for (String filter : List.of("", "&class=22200", "&class=22200,21400", "&datetime=2010-01-01", "&nameStatus=unverified", "&name=" + Ogc.word("石桥县"))) {
        for (String box : List.of("", "&bbox=110,25,111,26")) {
          pages(ogc, items + filter + box);
        }
      }
      ogc.get("/collections/" + collection + "/items/" + county.code());
    }
    pages(ogc, "/collections/divisions/items?f=json&limit=1&level=3");
    Map<String, String> plans = plans();
    assertThat(plans).hasSizeGreaterThan(40);
    assertThat(plans).allSatisfy((statement, plan) -> {
      assertThat(plan).as(statement).doesNotContain("Seq Scan on");
      assertThat(SCAN.matcher(plan).results().filter(scan -> !scan.group(3).contains("Index Cond")).map(scan -> scan.group(2)))
          .as(statement + plan).isEmpty();
    });
  }

  /** Two pages, for later ones are read by other statements. */
  private static void pages(Ogc ogc, String first) {
    Ogc.link(ogc.json(first), "next").ifPresent(ogc::json);
  }

  /** Of each statement on tables of the registry that some connection keeps, for values that are not known. The classes are few. */
  private Map<String, String> plans() throws SQLException {
    Map<String, String> plans = new TreeMap<>();
    List<Connection> all = new ArrayList<>();
    try {
      while (all.isEmpty() || pool.getHikariPoolMXBean().getIdleConnections() > 0) {
        all.add(pool.getConnection());
      }
      for (Connection one : all) {
        plans(one, plans);
      }
    } finally {
      for (Connection one : all) {
        one.close();
      }
    }
    return plans;
  }

  private static void plans(Connection connection, Map<String, String> plans) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(Reading.PLANS);
      Map<String, String> kept = new TreeMap<>();
      try (ResultSet row = statement.executeQuery("""
          SELECT name, statement, cardinality(parameter_types) FROM pg_prepared_statements
          WHERE statement ~ '(FROM|JOIN) (place|division|name)' AND statement !~ 'FROM place_class'""")) {
        while (row.next()) {
          String values = String.join(", ", Collections.nCopies(row.getInt(3), "NULL"));
          kept.put(row.getString(2), "EXPLAIN EXECUTE \"" + row.getString(1) + "\"" + (values.isEmpty() ? "" : "(" + values + ")"));
        }
      }
      for (Map.Entry<String, String> one : kept.entrySet()) {
        StringBuilder plan = new StringBuilder();
        try (ResultSet row = statement.executeQuery(one.getValue())) {
          while (row.next()) {
            plan.append(row.getString(1)).append('\n');
          }
        }
        plans.put(one.getKey(), plan.toString());
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
