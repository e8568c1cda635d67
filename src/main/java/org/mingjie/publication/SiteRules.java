package org.mingjie.publication;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;

/** Checks what an administrator wants the site to say. */
final class SiteRules {

  private static final int TITLE_CHARACTERS = 60;
  private static final int PRODUCER_CHARACTERS = 100;
  private static final int NOTICE_CHARACTERS = 200;
  private static final LocalDate EARLIEST = LocalDate.of(1949, 10, 1);

  /**
   * Who reviewed (GS, 湘S, GS京, 国审字), the year in brackets, a number: 地图审核管理规定 (2019) art. 19. Offices write it in
   * several ways, so that what stands around the year may be any of them.
   */
  private static final Pattern REVIEW_NUMBER = Pattern.compile(
      "(?=[^（(〔\\[]*[S审])[A-Z\\p{IsHan}]{1,12}(?:（((?:19|20)\\d{2})）|\\(((?:19|20)\\d{2})\\)|〔((?:19|20)\\d{2})〕|\\[((?:19|20)\\d{2})])[A-Z\\p{IsHan}]{0,4}\\d{1,6}号");

  private final Faults faults;

  private SiteRules(Faults faults) {
    this.faults = faults;
  }

  /** @param faults take what is wrong, by the names of members; where there are any, what is returned may not be used */
  static SiteChosen check(Faults faults, SiteAdministrationController.SiteWanted wanted, LocalDate today) {
    SiteRules rules = new SiteRules(faults);
    return new SiteChosen(rules.words("title", wanted.title(), TITLE_CHARACTERS), rules.words("producer", wanted.producer(), PRODUCER_CHARACTERS),
        rules.dataDate(wanted.dataDate(), today), rules.reviewNumber(wanted.reviewNumber(), today), rules.notice(wanted.notice()), rules.bases(wanted.bases()));
  }

  /** Null stays null, and nothing but blanks is an empty text. */
  private @Nullable String words(String member, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return text == null ? null : "";
    }
    return faults.words(member, text, most);
  }

  private @Nullable String notice(@Nullable String text) {
    String notice = words("notice", text, NOTICE_CHARACTERS);
    if (notice != null && notice.isEmpty()) {
      faults.add("notice", "公开的地图下方要有说明，不能是空的；给 null 就用启动时的设置");
    }
    return notice;
  }

  private @Nullable LocalDate dataDate(@Nullable LocalDate day, LocalDate today) {
    if (day != null && (day.isAfter(today) || day.isBefore(EARLIEST))) {
      faults.add("dataDate", "须在 %s 至今天 %s 之间，现为 %s".formatted(EARLIEST, today, day));
    }
    return day;
  }

  private @Nullable String reviewNumber(@Nullable String text, LocalDate today) {
    if (text == null || text.isBlank()) {
      return text == null ? null : "";
    }
    String number = text.strip();
    var read = REVIEW_NUMBER.matcher(number);
    if (!read.matches()) {
      faults.add("reviewNumber", "不像审图号：照批准文件写，如 GS（2024）0650号、湘S（2024）012号，前面不写“审图号：”，中间没有空格，现为 " + Echo.brief(number));
    } else if (List.of(1, 2, 3, 4).stream().map(read::group).filter(Objects::nonNull).mapToInt(Integer::parseInt).max().orElseThrow() > today.getYear()) {
      faults.add("reviewNumber", "审图号里的年份还没有到，现为 " + Echo.brief(number));
    }
    return number;
  }

  private @Nullable List<MapSettings.Base> bases(@Nullable List<SiteAdministrationController.@Nullable BaseWanted> wanted) {
    if (wanted == null) {
      return null;
    }
    if (wanted.size() > BaseRules.MOST) {
      faults.add("bases", "至多 %d 个，给了 %d 个".formatted(BaseRules.MOST, wanted.size()));
      return List.of();
    }
    List<MapSettings.Base> bases = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      String member = "bases[%d]".formatted(i);
      SiteAdministrationController.BaseWanted one = wanted.get(i);
      if (one == null) {
        faults.add(member, "没有给出，请补上或去掉");
        continue;
      }
      Map<String, String> wrong = one.faults();
      wrong.forEach((part, told) -> faults.add(member + "." + part, told));
      if (one.id() != null && !ids.add(one.id())) {
        faults.add(member + ".id", "各不相同，%s 给了两次".formatted(Echo.brief(one.id())));
      }
      if (wrong.isEmpty()) {
        bases.add(one.base());
      }
    }
    return bases;
  }
}
