package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** {@code /tiles/base.json} (TileJSON 3) and {@code /tiles/base/{z}/{x}/{y}.mvt} (Mapbox Vector Tile 2). */
@RestController
class TileController {

  private static final MediaType MVT = MediaType.parseMediaType("application/vnd.mapbox-vector-tile");
  private static final Map<String, String> FIELDS = Map.of(
      "code", "String", "name", "String", "class", "String", "level", "Number", "rank", "Number");

  private final TileSet base;

  TileController(TileSet base) {
    this.base = base;
  }

  @GetMapping("/tiles/base.json")
  Map<String, Object> tileJson() {
    String root = ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString();
    return Map.of(
        "tilejson", "3.0.0", "name", "base", "scheme", "xyz", "minzoom", 0, "maxzoom", TileSet.MAX_ZOOM,
        "tiles", List.of(root + "/tiles/base/{z}/{x}/{y}.mvt"),
        "vector_layers", List.of("division", "division_label", "boundary", "road", "place", "water", "ground").stream()
            .map(id -> Map.of("id", id, "fields", FIELDS)).toList());
  }

  @GetMapping("/tiles/base/{z}/{x}/{y}.mvt")
  ResponseEntity<byte[]> tile(
      @PathVariable int z, @PathVariable int x, @PathVariable int y, HttpServletRequest request, ServletWebRequest web) {
    if (z < 0 || z > TileSet.MAX_ZOOM || x < 0 || y < 0 || x >= 1 << z || y >= 1 << z) {
      ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
          "没有瓦片 %d/%d/%d：级别 0 至 %d，行列号 0 至 2 的级别次方减 1".formatted(z, x, y, TileSet.MAX_ZOOM));
      problem.setTitle("没有这张瓦片");
      throw new ErrorResponseException(HttpStatus.NOT_FOUND, problem, null);
    }
    byte[] bytes = base.tile(z, x, y);
    if (bytes.length == 0) {
      return ResponseEntity.noContent().cacheControl(CacheControl.noCache()).build();
    }
    String tag = "\"" + hash(bytes) + "\"";
    if (web.checkNotModified(tag)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).cacheControl(CacheControl.noCache()).build();
    }
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean zip = accepted != null && accepted.contains("gzip");
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok().eTag(tag).cacheControl(CacheControl.noCache())
        .contentType(MVT).varyBy(HttpHeaders.ACCEPT_ENCODING);
    return zip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(gzip(bytes)) : answer.body(bytes);
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }
}
