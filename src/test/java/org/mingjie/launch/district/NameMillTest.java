package org.mingjie.launch.district;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameMillTest {

  @Test
  void writesTheSameRowsForTheSameSeed() throws IOException {
    assertThat(rows(7, 2000)).isEqualTo(rows(7, 2000)).isNotEqualTo(rows(8, 2000));
  }

  @Test
  void writesAHeaderAndRowsOfSevenFields() throws IOException {
    List<String> rows = rows(7, 20_000).lines().toList();
    assertThat(rows.get(0)).isEqualTo("code,name,class,division,lon,lat,importance");
    assertThat(rows.subList(1, rows.size())).hasSize(20_000).allMatch(r -> r.matches("\\d{12},\\p{IsHan}{2,9},\\d{5},\\d{9},\\d{2,3}\\.\\d{5},\\d{2}\\.\\d{5},0\\.\\d{3}"));
    assertThat(rows.stream().map(r -> r.split(",")[0])).doesNotHaveDuplicates();
  }

  @Test
  void spreadsOverTheWholeCountry() throws IOException {
    List<String> divisions = rows(7, 300_000).lines().skip(1).map(r -> r.split(",")[3]).toList();
    assertThat(divisions.stream().map(d -> d.substring(0, 2)).distinct().count()).isEqualTo(31);
    assertThat(divisions.stream().map(d -> d.substring(0, 6)).distinct().count()).isBetween(2700L, 3100L);
    assertThat(divisions.stream().distinct().count()).isBetween(36_000L, 42_000L);
  }

  @Test
  void wangJiaCunComesAgainAndAgainAndMostNamesSeldom() {
    Map<String, Integer> counts = new NameMill(7).frequencies(200_000);
    assertThat(counts.get("王家村")).isEqualTo(counts.values().stream().max(Integer::compare).orElseThrow()).isGreaterThan(1000);
    assertThat(counts.values().stream().filter(n -> n < 5).count()).isGreaterThan(counts.size() / 2);
  }

  private static String rows(long seed, int count) throws IOException {
    StringWriter csv = new StringWriter();
    new NameMill(seed).write(count, csv);
    return csv.toString();
  }
}
