package org.mingjie.tile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request for a tile that cannot be answered, as a problem document (RFC 9457). */
final class TileRefusal extends ErrorResponseException {

  private static final int RETRY_SECONDS = 2;
  private static final int MOST_TOLD = 10;
  private static final String WRONG = "参数不对";

  private TileRefusal(HttpStatus status, String title, String detail) {
    this(status, Problems.of(status.value(), title, detail));
  }

  private TileRefusal(HttpStatus status, ProblemDetail problem) {
    super(status, problem, null);
  }

  static TileRefusal noTile(String address) {
    return new TileRefusal(HttpStatus.NOT_FOUND, "没有这张瓦片",
        "没有瓦片 %s（级别/列/行）：级别是 0 至 %d 的整数，行列号是 0 至 2 的级别次方减 1 的整数".formatted(Echo.brief(address), TileAddress.MAX_ZOOM));
  }

  /** @param cells first and last column, first and last row */
  static TileRefusal beyondLimits(TileAddress address, int[] cells) {
    return new TileRefusal(HttpStatus.NOT_FOUND, "没有这张瓦片",
        "第 %d 级第 %d 行第 %d 列在这个瓦片集之外：这一级有第 %d 至 %d 行、第 %d 至 %d 列，见瓦片集的 tileMatrixSetLimits"
            .formatted(address.z(), address.y(), address.x(), cells[2], cells[3], cells[0], cells[1]));
  }

  static TileRefusal noSet(String set) {
    return new TileRefusal(HttpStatus.NOT_FOUND, "没有这套瓦片", "没有瓦片集 %s；有的是 base".formatted(Echo.brief(set)));
  }

  static TileRefusal noCollection(String id) {
    return new TileRefusal(HttpStatus.NOT_FOUND, "没有这个集合",
        "没有集合 %s 的瓦片；有的是 %s".formatted(Echo.brief(id), String.join("、", TileSets.collections())));
  }

  static TileRefusal noMatrixSet(String id) {
    return new TileRefusal(HttpStatus.NOT_FOUND, "没有这个瓦片矩阵集", "没有瓦片矩阵集 %s；有的是 WebMercatorQuad".formatted(Echo.brief(id)));
  }

  static TileRefusal unknownParameters(Set<String> unknown, Set<String> known) {
    Map<String, String> faults = new TreeMap<>();
    unknown.stream().limit(MOST_TOLD).forEach(name ->
        faults.put(Echo.brief(name), "没有这个参数，可用的参数是 " + String.join("、", new TreeSet<>(known))));
    return new TileRefusal(HttpStatus.BAD_REQUEST, Problems.faulty(WRONG, faults));
  }

  static TileRefusal repeated(String name) {
    return parameter(name, "参数 %s 给了几次，只能给一次".formatted(name));
  }

  static TileRefusal noDay(String given) {
    return parameter("datetime", "datetime 是“%s”，须是一天，写作 2015-06-30（年在 0001 至 9999 之间），或一个时刻，写作 2015-06-30T00:00:00Z"
        .formatted(Echo.brief(given)));
  }

  static TileRefusal noLayer(String given, List<String> known) {
    return parameter("layers", "没有图层“%s”；可用的是 %s，几个之间用逗号".formatted(Echo.brief(given), String.join("、", known)));
  }

  static TileRefusal noForm(String given, String known) {
    return parameter("f", "f 是“%s”，只能是 %s".formatted(Echo.brief(given), known));
  }

  private static TileRefusal parameter(String name, String detail) {
    return new TileRefusal(HttpStatus.BAD_REQUEST, Problems.faulty(WRONG, name, detail));
  }

  static TileRefusal overloaded() {
    TileRefusal refusal = new TileRefusal(HttpStatus.SERVICE_UNAVAILABLE, "暂时不能服务",
        "要绘制的瓦片太多，%d 秒后再试".formatted(RETRY_SECONDS));
    refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_SECONDS));
    return refusal;
  }
}
