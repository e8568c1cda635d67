package org.mingjie.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RawClient;
import org.mingjie.SampleTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every answer with a tag is given by the conditions that name it. */
class ConditionalRequestsTest extends SampleTest {

  private static final Pattern TAG = Pattern.compile("\r\nETag: (W/(\"[0-9a-f]+\"))\r\n");

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(strings = {"/tiles/base/8/0/0.mvt", "/tiles/base/8/208/107.mvt", "/tiles/base/8/208/107.mvt?layers=place", "/ogc/collections/places/tiles/WebMercatorQuad/8/104/215", "/ogc/collections/places/tiles/WebMercatorQuad/16/26731/55396",
    "/tiles/base.json", "/tiles/base.json?layers=road", "/tiles/base/style.json", "/ogc/tileMatrixSets", "/ogc/tileMatrixSets/WebMercatorQuad",
    "/ogc/collections/roads/tiles", "/ogc/collections/roads/tiles/WebMercatorQuad", "/ogc", "/ogc/api", "/ogc/conformance?f=html", "/ogc/collections", "/ogc/collections/places", "/ogc/collections/places/items?limit=3"})
  void areAnsweredAsTheTagsAre(String address) {
    String given = RawClient.ask(port, "GET " + address, "");
    assertThat(given).containsPattern("^HTTP/1.1 20[04] ");
    Matcher tag = TAG.matcher(given);
    assertThat(tag.find()).as(given.substring(0, Math.min(400, given.length()))).isTrue();
    String same = tag.group(1);
    String strong = tag.group(2);
    for (String method : new String[] {"GET ", "HEAD "}) {
      String line = method + address;
      for (String known : new String[] {same, strong, "*", "\"x\", " + same, strong + " ,\"x\"", "\"x\"\r\nIf-None-Match: " + same}) {
        String unchanged = RawClient.ask(port, line, "If-None-Match: " + known + "\r\n");
        assertThat(unchanged).as(line + known).startsWith("HTTP/1.1 304 ").contains("\r\nETag: " + same + "\r\n").endsWith("\r\n\r\n");
      }
      String bare = strong.replace("\"", "");
      for (String other : new String[] {"\"x\"", "\"x" + bare + "\"", bare, "\"" + bare, "rubbish " + strong, "\"x\" " + same, same + ",rubbish", "*,*"}) {
        assertThat(RawClient.ask(port, line, "If-None-Match: " + other + "\r\n")).as(line + other).startsWith(given.substring(0, 12));
      }
      for (String wanted : new String[] {"\"x\"", "\"x\", \"y\"", "rubbish", same, bare, "\"x\"\r\nIf-None-Match: " + same}) {
        String failed = RawClient.ask(port, line, "If-Match: " + wanted + "\r\n");
        assertThat(failed).as(line + wanted).startsWith("HTTP/1.1 412 ").containsIgnoringCase("content-type: application/problem+json");
        assertThat(method.equals("HEAD ") || failed.contains("\"instance\":\"" + address.replaceFirst("\\?.*", "") + "\"") && failed.contains("If-Match")).isTrue();
      }
      assertThat(RawClient.ask(port, line, "If-Match: *\r\n")).startsWith(given.substring(0, 12));
      assertThat(RawClient.ask(port, line, "If-Match: *\r\nIf-None-Match: " + same + "\r\n")).startsWith("HTTP/1.1 304 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ogc/nope", "/tiles/base/8/999/0.mvt", "/ogc/collections/places/items?limit=x"})
  void sayNothingOfRefusals(String address) {
    assertThat(RawClient.ask(port, "GET " + address, "If-Match: \"x\"\r\nIf-None-Match: *\r\n")).containsPattern("^HTTP/1.1 40[04] ");
  }
}
