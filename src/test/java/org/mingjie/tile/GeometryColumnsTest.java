package org.mingjie.tile;

import static org.assertj.core.api.Assertions.assertThat;

import net.postgis.jdbc.jts.JtsGeometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKTReader;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Geometry columns of ordinary commands are JTS values on the app's pool. */
class GeometryColumnsTest extends RegistryTest {

  @Autowired private JdbcClient jdbc;

  @ParameterizedTest
  @ValueSource(strings = {
    "POINT (113.5 27.6)", "LINESTRING (113 27, 114 28)", "POLYGON ((113 27, 114 27, 114 28, 113 27))",
    "MULTIPOLYGON (((113 27, 114 27, 114 28, 113 27)))", "MULTILINESTRING ((113 27, 114 28), (114 28, 115 28))"})
  void aGeometryGoesThereAndBack(String wkt) throws Exception {
    Geometry given = new WKTReader().read(wkt);
    given.setSRID(4490);
    JtsGeometry back = jdbc.sql("SELECT CAST(:g AS geometry) AS g").param("g", new JtsGeometry(given))
        .query((row, n) -> (JtsGeometry) row.getObject("g")).single();
    assertThat(back.getGeometry().equalsExact(given)).isTrue();
    assertThat(back.getGeometry().getSRID()).isEqualTo(4490);
  }

  /** The driver cannot read curves and gives empty points coordinates that are no numbers: neither may be stored. */
  @Test
  void whatTheDriverCannotReadCannotBeStored() {
    assertThat(jdbc.sql("SELECT is_on_the_map(st_geomfromtext('POINT EMPTY', 4490))").query(Boolean.class).single()).isFalse();
    assertThat(jdbc.sql("SELECT count(*) FROM pg_constraint WHERE conrelid = 'place_geometry'::regclass AND pg_get_constraintdef(oid) LIKE '%geometrytype%'")
        .query(Long.class).single()).isEqualTo(1);
  }
}
