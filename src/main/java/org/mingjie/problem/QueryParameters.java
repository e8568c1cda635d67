package org.mingjie.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mingjie.time.LegalDay;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Query parameters of a request; what is wrong with them is collected and told together. */
public final class QueryParameters {

  /** Pattern of texts without the null character, which the database cannot hold. */
  public static final String NO_NUL = "^[^\\u0000]*$";

  private static final String NUL = "含有空字符（%00），删去它";
  private static final Pattern NUMBER = Pattern.compile("[-+]?(?:[0-9]{1,30}(?:\\.[0-9]{0,30})?|\\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,3})?");

  private final Map<String, String[]> given;
  private final Map<String, String> faults = new LinkedHashMap<>();

  /** @param known those that the address takes; any other is a fault, and so is one given twice */
  public QueryParameters(HttpServletRequest request, Set<String> known) {
    given = request.getParameterMap();
    given.forEach((name, values) -> {
      if (!known.contains(name)) {
        fault(name, known.isEmpty() ? "这个地址不用参数；把问号和它后面的都去掉" : "没有这个参数，可用的是 " + String.join("、", known.stream().sorted().toList()));
      } else if (values.length > 1) {
        fault(name, "给了 %d 次，只能给一次".formatted(values.length));
      }
    });
  }

  public void fault(String parameter, String what) {
    if (faults.size() < 20) {
      faults.putIfAbsent(Echo.brief(parameter), what);
    }
  }

  /** @throws ErrorResponseException 400 with all faults */
  public void check() {
    if (faults.isEmpty()) {
      return;
    }
    throw new ErrorResponseException(HttpStatus.BAD_REQUEST, Problems.faulty("参数不对", faults), null);
  }

  /** Notes a fault where the parameter is not given; an empty value is a value. */
  public void require(String name, String told) {
    if (!given.containsKey(name)) {
      fault(name, told);
    }
  }

  /** Null if not given; a parameter without a value is a fault. */
  public @Nullable String text(String name) {
    String[] values = given.get(name);
    if (values == null) {
      return null;
    }
    if (values[0].isBlank()) {
      fault(name, "没有值；给一个值，或者去掉它");
      return null;
    }
    if (values[0].indexOf('\0') >= 0) {
      fault(name, NUL);
      return null;
    }
    return values[0].strip();
  }

  /** Words of people, who may not have typed any yet; empty if not given. */
  public String text(String name, int most) {
    String text = given.containsKey(name) ? given.get(name)[0].strip() : "";
    if (text.indexOf('\0') >= 0) {
      fault(name, NUL);
      return "";
    }
    if (text.codePointCount(0, text.length()) > most) {
      fault(name, "超过 %d 个字；缩短后再查".formatted(most));
      return "";
    }
    return text;
  }

  public int whole(String name, int least, int most, int otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
      fault(name, "须是 %d 至 %d 的整数".formatted(least, most));
      return otherwise;
    }
    return Integer.parseInt(text);
  }

  /** Figures only, such as a division code or its beginning; null if not given. */
  public @Nullable String figures(String name, int most, String example) {
    String text = text(name);
    if (text != null && !text.matches("[0-9]{1," + most + "}")) {
      fault(name, "须是 1 至 %d 位数字，例如 %s".formatted(most, example));
      return null;
    }
    return text;
  }

  /** @return as many finite degrees as wanted; null if not given or wrong */
  public double @Nullable [] numbers(String name, int count, String example) {
    return read(name, count, (count == 1 ? "须是一个度数，例如 %2$s" : "须是 %1$d 个用逗号分开的度数，例如 %2$s").formatted(count, example));
  }

  /** @return one finite number; null if not given or wrong */
  public double @Nullable [] metres(String name, String example) {
    return read(name, 1, "须是米数，例如 " + example);
  }

  private double @Nullable [] read(String name, int count, String told) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    List<String> parts = List.of(text.split(",", -1));
    if (parts.size() == count && parts.stream().allMatch(p -> NUMBER.matcher(p.strip()).matches())) {
      double[] numbers = parts.stream().mapToDouble(p -> Double.parseDouble(p.strip())).toArray();
      if (Arrays.stream(numbers).allMatch(Double::isFinite)) {
        return numbers;
      }
    }
    fault(name, told);
    return null;
  }

  public double @Nullable [] box(String name) {
    double[] box = numbers(name, 4, "113.0,27.0,114.0,28.0（西、南、东、北）");
    if (box != null && (Stream.of(box[0], box[2]).anyMatch(x -> x < -180 || x > 180) || box[1] < -90 || box[3] > 90 || box[1] > box[3])) {
      fault(name, "经度须在 -180 至 180、纬度在 -90 至 90 之间，南不能大于北");
      return null;
    }
    return box;
  }

  public double @Nullable [] position(String name) {
    double[] at = numbers(name, 2, "113.13,27.83（经度、纬度）");
    if (at != null && (at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90)) {
      fault(name, "经度须在 -180 至 180、纬度在 -90 至 90 之间");
      return null;
    }
    return at;
  }

  public @Nullable LocalDate day(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      fault(name, "须是一个日子，写作 2016-07-31");
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      if (LegalDay.isOfTheCalendar(day)) {
        return day;
      }
    } catch (DateTimeException noSuchDay) {
      // told below
    }
    fault(name, "%s 不是有的日子；年在 0001 至 9999 之间，月、日须是历上有的".formatted(text));
    return null;
  }
}
