package org.mingjie.cartography;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * What stands on every map, print and export: who answers for it, of which day it is, under which number it has been reviewed
 * (地图管理条例).
 *
 * @param reviewNumber map review number 审图号; null while there is none
 * @param fictional whether all of it is the sample district
 * @param mixed whether the sample district is among it
 */
public record Credits(
    @Nullable String producer, @Nullable LocalDate dataDate, @Nullable String reviewNumber, boolean fictional, boolean mixed, String notice) {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("资料截至yyyy年M月d日");

  /** As it is now: administrators change it while the server runs. */
  @FunctionalInterface
  public interface Source {
    Credits now();
  }

  /** In one line, as the public map has it. */
  public String line() {
    return Stream.of(fictional ? "虚构示例" : mixed ? "含虚构示例" : null, producer, dataDate == null ? null : DAY.format(dataDate),
            reviewNumber == null ? null : "审图号：" + reviewNumber, notice.isBlank() ? null : notice)
        .filter(Objects::nonNull).collect(Collectors.joining(" · "));
  }

  /** The line for programs that take attributions for HTML, as TileJSON and OGC API allow. */
  public String html() {
    return HtmlUtils.htmlEscape(line(), "UTF-8");
  }
}
