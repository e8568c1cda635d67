package org.mingjie.problem;

import static java.util.Map.entry;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.json.JsonMapper;

/** Problem documents: what is wrong, where, and how to mend it. */
public final class Problems {

  /** Methods (Allow) of an address that is only ever read. */
  public static final String READING = "GET, HEAD, OPTIONS";

  private record Text(String title, String detail) {}

  private static final String UNREADABLE = "请求行或请求头不合规范：汉字和 | < > \" { } 等符号要先用百分号编码，"
      + "Host 和 Content-Length 各给一个，请求头里不能有控制字符";

  private static final JsonMapper JSON = new JsonMapper();

  private static final Map<Integer, Text> TEXTS = Map.ofEntries(
      entry(400, new Text("请求读不懂", "地址、请求头或正文不合规范；检查地址里的百分号编码，汉字和 | < > \" { } 等符号要先编码")),
      entry(401, new Text("需要登录", "这个地址要用账号登录；用 HTTP Basic 给出登录名和口令")),
      entry(403, new Text("没有权限", "这个账号不能做这件事；换一个有权限的账号，或请管理员授权")),
      entry(404, new Text("没有这个地址", "核对地址；可用的接口见 /api/openapi.json 和 /ogc")),
      entry(405, new Text("不能用这个方法", "这个地址不接受这种 HTTP 方法；只读的地址用 GET")),
      entry(413, new Text("内容太大", "请求的正文超过上限；把文件拆小后分次提交")),
      entry(412, new Text("条件不成立", "现在的内容不是 If-Match 所说的（弱的 ETag 与它从不相符）；去掉 If-Match 再读一次")),
      entry(414, new Text("地址太长", "整个地址不能超过 8 KB；把查询的文字缩短（一个汉字编码后占 9 个字节）")),
      entry(416, new Text("没有这一段", "请求头 Range 要的一段不在内容里（从 0 数起，写作 bytes=0-999）；改正或去掉它")),
      entry(417, new Text("做不到所期望的", "请求头 Expect 只能是 100-continue；改正或去掉它")),
      entry(429, new Text("请求太多", "这个地址上的请求太多；稍后再试")),
      entry(431, new Text("请求头太大", "地址和请求头合计不能超过 8 KB，请求头不超过 100 个；去掉不必要的请求头，如别的程序留下的 Cookie")),
      entry(503, new Text("暂时不能服务", "服务器正在启动、停止或太忙；稍后再试")),
      entry(505, new Text("协议版本不支持", "请求用了不支持的 HTTP 版本；用 HTTP/1.1")));

  private Problems() {}

  public static ProblemDetail of(int status, String title, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), detail);
    problem.setTitle(title);
    return problem;
  }

  /** To be thrown where a request cannot be answered. */
  public static ErrorResponseException refusal(int status, String title, String detail) {
    return new ErrorResponseException(HttpStatusCode.valueOf(status), of(status, title, detail), null);
  }

  /** 400 about parameters, headers or members of a body, each with what is wrong with it: told together, and by name in {@code errors}. */
  public static ProblemDetail faulty(String title, Map<String, String> faults) {
    return faulty(title, faults, String.join("；", faults.entrySet().stream().map(f -> f.getKey() + "：" + f.getValue()).toList()));
  }

  /** The same about one, in a sentence that names it. */
  public static ProblemDetail faulty(String title, String name, String sentence) {
    return faulty(title, Map.of(name, sentence), sentence);
  }

  private static ProblemDetail faulty(String title, Map<String, String> faults, String detail) {
    ProblemDetail problem = of(400, title, detail);
    problem.setProperty("errors", faults.entrySet().stream().map(f -> Map.of("parameter", f.getKey(), "detail", f.getValue())).toList());
    return problem;
  }

  /** Where no more is known than the status. */
  public static ProblemDetail of(int status) {
    Text text = TEXTS.getOrDefault(status, status < 500
        ? new Text("请求不能接受", "服务器以状态 %d 拒绝了请求；核对地址、方法和正文".formatted(status))
        : new Text("服务器出错", "不是请求的错；稍后再试，还不行就把 trace 告诉管理员，日志里有它"));
    ProblemDetail problem = of(status, text.title(), text.detail());
    if (status >= 500 && Traces.current() != null) {
      problem.setProperty("trace", Traces.current()); // by which the administrator finds it in the log
    }
    return problem;
  }

  /**
   * A request that the container or the firewall does not take.
   *
   * @param path as it came; null where not even that could be read
   */
  public static ProblemDetail unreadable(@Nullable String path) {
    List<String> faults = path == null ? List.of() : PathFaults.of(path);
    ProblemDetail problem = faults.isEmpty() ? of(400, "请求读不懂", UNREADABLE) : of(400, "地址读不懂", "地址里" + String.join("；", faults));
    problem.setInstance(path == null ? null : Echo.instance(path));
    return problem;
  }

  /** For where no message converter is at hand. */
  public static void write(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("title", problem.getTitle());
    members.put("status", problem.getStatus());
    members.put("detail", problem.getDetail());
    URI instance = problem.getInstance() == null ? Echo.instance(request) : problem.getInstance();
    if (instance != null) {
      members.put("instance", instance.toString());
    }
    if (problem.getProperties() != null) {
      members.putAll(problem.getProperties());
    }
    byte[] body = JSON.writeValueAsString(members).getBytes(StandardCharsets.UTF_8);
    response.setStatus(problem.getStatus());
    response.setHeader("X-Content-Type-Options", "nosniff"); // of those that never reach the filters too
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
