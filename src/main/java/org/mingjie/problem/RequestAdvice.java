package org.mingjie.problem;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.util.ClassUtils;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in Chinese what Spring MVC found wrong with a request. */
@RestControllerAdvice
class RequestAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestAdvice.class);
  private static final String WRONG = "参数不对";
  private static final String AGAIN_SECONDS = "5";
  private static final String NOT_KEPT = "含有空字符（U+0000）或半个字符，删去它";
  /** SQLSTATE character_not_in_repertoire. */
  private static final String NOT_IN_REPERTOIRE = "22021";
  private static final Map<Class<?>, String> KINDS = Map.of(Integer.class, "整数", Long.class, "整数", Double.class, "数", Boolean.class, " true 或 false",
      String.class, "文字", LocalDate.class, "日子，如 2026-12-31", OffsetDateTime.class, "带时区的时刻，如 2026-12-31T18:00:00+08:00",
      UUID.class, "编号（UUID，如 00000000-0000-7000-8000-000000000000）");

  @ExceptionHandler(MultipartException.class)
  @Nullable ResponseEntity<Object> broken(MultipartException broken, WebRequest request) {
    return answer(broken, Problems.of(400, "表单读不懂", "multipart/form-data 的正文不完整或不合规范；检查 boundary，重新提交"),
        HttpHeaders.EMPTY, request);
  }

  /** The time limit of the read role's statements, or a database that is away or has no connection to spare. */
  @ExceptionHandler({QueryTimeoutException.class, DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
  @Nullable ResponseEntity<Object> later(RuntimeException busy, WebRequest request) {
    LOG.warn("the database cannot answer in time: {}", busy.getMessage());
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, AGAIN_SECONDS);
    return answer(busy, Problems.of(503, "暂时不能服务", busy instanceof QueryTimeoutException
        ? "查询超过了时限；请加上条件缩小范围，或 %s 秒后再试".formatted(AGAIN_SECONDS)
        : "数据库太忙或连不上；请 %s 秒后再试".formatted(AGAIN_SECONDS)), headers, request);
  }

  /** Texts that the database cannot hold are the asker's fault; whatever else it refuses is ours. */
  @ExceptionHandler(DataIntegrityViolationException.class)
  @Nullable ResponseEntity<Object> unkept(DataIntegrityViolationException refused, WebRequest request) {
    if (NestedExceptionUtils.getMostSpecificCause(refused) instanceof SQLException of && NOT_IN_REPERTOIRE.equals(of.getSQLState())) {
      return answer(refused, Problems.of(400, "内容不对", "给出的文字" + NOT_KEPT), HttpHeaders.EMPTY, request);
    }
    throw refused;
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException wrong, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    Class<?> type = wrong.getRequiredType();
    String kind = type == null ? "别的形式"
        : type.isEnum() ? Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining("、", "其中之一：", ""))
        : KINDS.getOrDefault(ClassUtils.resolvePrimitiveIfNecessary(type), "别的形式（" + type.getSimpleName() + "）");
    boolean path = wrong instanceof MethodArgumentTypeMismatchException of && of.getParameter().hasParameterAnnotation(PathVariable.class);
    String name = wrong.getPropertyName();
    ProblemDetail problem = path
        ? Problems.of(404, "没有这个地址", "地址里的 %s 是“%s”，须是%s".formatted(name, Echo.brief(wrong.getValue()), kind))
        : parameter(name, "参数 %s 是“%s”，须是%s".formatted(name, Echo.brief(wrong.getValue()), kind));
    return answer(wrong, problem, headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException missing, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String name = missing.getParameterName();
    return answer(missing, parameter(name, "缺少参数 %s，请补上".formatted(name)), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMissingServletRequestPart(
      MissingServletRequestPartException missing, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String name = missing.getRequestPartName();
    return answer(missing, parameter(name, "表单里没有 %s，请补上（文件用 multipart/form-data 提交）".formatted(name)), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException wrong, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    List<String> allowed = allowed(headers);
    HttpHeaders all = new HttpHeaders();
    all.putAll(headers);
    all.set(HttpHeaders.ALLOW, String.join(", ", allowed));
    return answer(wrong, Problems.of(405, "不能用这个方法",
        "这个地址不接受 %s，可用 %s".formatted(Echo.brief(wrong.getMethod()), String.join("、", allowed))), all, request);
  }

  /** The methods mapped, and those that the framework answers for each address (RFC 9110 section 10.2.1). */
  private static List<String> allowed(HttpHeaders headers) {
    Set<String> allowed = new TreeSet<>(List.of(HttpMethod.OPTIONS.name()));
    for (HttpMethod method : headers.getAllow()) {
      allowed.add(method.name());
      if (method == HttpMethod.GET) {
        allowed.add(HttpMethod.HEAD.name());
      }
    }
    return List.copyOf(allowed);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException wrong, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return answer(wrong, Problems.of(415, "不收这种正文", "Content-Type 是“%s”，可用 %s".formatted(
        Echo.brief(wrong.getContentType()), types(wrong.getSupportedMediaTypes()))), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
      HttpMediaTypeNotAcceptableException wrong, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return answer(wrong, Problems.of(406, "没有这种格式", "Accept 要的格式“%s”这里没有，可用 %s；或去掉 Accept".formatted(
        Echo.brief(request.getHeader(HttpHeaders.ACCEPT)), types(wrong.getSupportedMediaTypes()))), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException wrong, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (NestedExceptionUtils.getMostSpecificCause(wrong) instanceof BodyLimit.TooLarge) {
      return answer(wrong, Problems.of(413, "内容太大", "请求的正文不能超过 %d KB；只留下要改的内容".formatted(BodyLimit.MOST_BYTES >> 10)), headers, request);
    }
    String member = member(wrong);
    if (wrong.getCause() instanceof UnrecognizedPropertyException unknown) {
      return answer(wrong, Problems.faulty("内容不对", member, "正文里没有 %s 这一项，可用的是 %s；核对拼写和大小写，多余的去掉".formatted(member, known(unknown))), headers, request);
    }
    if (wrong.getCause() instanceof InvalidFormatException text && text.getTargetType() == String.class && text.getValue() instanceof String) {
      return answer(wrong, Problems.faulty("内容不对", member, "正文里的 %s %s".formatted(member, NOT_KEPT)), headers, request);
    }
    return answer(wrong, member.isEmpty()
        ? Problems.of(400, "正文读不懂", "请求的正文缺失或不合格式；检查 JSON 是否完整、编码是否 UTF-8")
        : Problems.faulty("正文读不懂", member, "正文里的 %s 要是%s；对照 /api/openapi.json 改正".formatted(member, wanted(wrong))),
        headers, request);
  }

  /** What kind of value the member takes, in words. */
  private static String wanted(HttpMessageNotReadableException wrong) {
    Class<?> type = wrong.getCause() instanceof MismatchedInputException mismatched ? mismatched.getTargetType() : null;
    if (type == null) {
      return "别的形式";
    }
    return Collection.class.isAssignableFrom(type) ? "清单，即 […]" : KINDS.getOrDefault(ClassUtils.resolvePrimitiveIfNecessary(type), "对象，即 {…}");
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(
      MaxUploadSizeExceededException wrong, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return answer(wrong, Problems.of(413, "文件太大", "一次提交不能超过 2 GB；把文件拆小后分次导入"), headers, request);
  }

  /** Whatever has no text of its own here; those of the modules are told as they are. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception wrong, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    ProblemDetail problem = wrong instanceof ErrorResponseException told ? told.getBody() : Problems.of(status.value());
    return answer(wrong, problem, headers, request);
  }

  /** Nothing can be told to a client who has gone away in the midst of his answer. */
  private @Nullable ResponseEntity<Object> answer(Exception wrong, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
    if (request instanceof ServletWebRequest web) {
      if (web.getResponse() != null && web.getResponse().isCommitted()) {
        LOG.debug("an answer has ended early: {}", wrong.getMessage());
        return null;
      }
      problem.setInstance(Echo.instance(web.getRequest()));
    }
    HttpHeaders all = new HttpHeaders();
    all.putAll(headers);
    all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return super.handleExceptionInternal(wrong, problem, all, HttpStatusCode.valueOf(problem.getStatus()), request);
  }

  private static ProblemDetail parameter(@Nullable String name, String detail) {
    return name == null ? Problems.of(400, WRONG, detail) : Problems.faulty(WRONG, name, detail);
  }

  /** The member of a body that is of another form than wanted, or not wanted at all; empty where the body as a whole cannot be read. */
  private static String member(HttpMessageNotReadableException wrong) {
    StringBuilder member = new StringBuilder();
    if (wrong.getCause() instanceof DatabindException of) {
      of.getPath().forEach(step -> member.append(step.getPropertyName() == null ? "[%d]".formatted(step.getIndex())
          : (member.isEmpty() ? "" : ".") + step.getPropertyName()));
    }
    return Echo.brief(member);
  }

  private static String known(UnrecognizedPropertyException unknown) {
    return unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining("、"));
  }

  private static String types(List<MediaType> types) {
    return types.isEmpty() ? "JSON" : types.stream().map(MediaType::toString).distinct().limit(5).collect(Collectors.joining("、"));
  }
}
