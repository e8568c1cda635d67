package org.mingjie.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.SignedIn;
import org.mingjie.geometry.UnknownCoordinateSystem;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.mingjie.problem.QueryParameters;
import org.mingjie.repeat.OnceOnly;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * {@code POST /api/imports} takes files and answers 202 with the address to watch; {@code DELETE} stops the import.
 * For administrators: a list may speak of any unit.
 */
@RestController
@Tag(name = "导入")
@SecurityRequirement(name = "login")
@SecurityRequirement(name = "session")
@SecurityRequirement(name = "key")
class ImportController {

  /** Not profiles, so that an address tells only methods of its own. */
  private static final String ONE = "/api/imports/{id:[0-9A-Fa-f-]+}";
  private static final String WRONG = "参数不对";
  private static final int MOST_LETTERS = 200;
  private static final Set<String> PARTS = Set.of("profile", "crs", "datum", "encoding", "layer", "dryRun");
  private static final String ID = "这次导入的编号，由 POST /api/imports 给出";

  /**
   * @param jobs that this server has in its memory, with their progress, the newest first
   * @param runs the record of those that wrote, the newest first
   */
  record ImportList(List<ImportJobs.State> jobs, List<ImportRuns.Run> runs) {}

  record Settled(@Nullable String reason) {}

  /** @param title what the profile reads, as sources are cited */
  record ReadyMade(String name, String title) {}

  private final ImportJobs jobs;
  private final Profiles profiles;
  private final ImportRuns runs;
  private final OnceOnly once;

  ImportController(ImportJobs jobs, Profiles profiles, ImportRuns runs, OnceOnly once) {
    this.once = once;
    this.jobs = jobs;
    this.profiles = profiles;
    this.runs = runs;
  }

  @Operation(summary = "近来的导入", operationId = "imports")
  @ApiResponse(responseCode = "200", description = "jobs 是这台服务器还记得的，runs 是写入过的记录；新的在前")
  @GetMapping("/api/imports")
  ImportList list() {
    return new ImportList(jobs.list(), runs.latest());
  }

  @Operation(summary = "了结一次失败的或有问题的导入", operationId = "settleImport", description = "id 是记录的编号；了结以后不再列在待办里")
  @ApiResponse(responseCode = "204", description = "了结了", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这次导入，或还没有结束，或已经了结")
  @PostMapping("/api/imports/{id:[0-9A-Fa-f-]+}/settlement")
  ResponseEntity<Void> settle(@Parameter(description = "导入记录的编号，见 GET /api/imports 的 runs") @PathVariable UUID id,
      @RequestBody Settled given, @AuthenticationPrincipal SignedIn who) {
    Faults faults = new Faults();
    if (given.reason() == null || given.reason().isBlank()) {
      faults.add("reason", "写明怎样处理的，1 至 500 个字，不换行");
    }
    String reason = faults.words("reason", given.reason(), 500);
    faults.check();
    if (!runs.settle(id, who.account().id(), reason)) {
      throw Problems.refusal(404, "找不到", "没有这次导入的记录，或它还没有结束，或已经了结；再取一次 /api/imports 看看");
    }
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "有哪些导入方案", operationId = "importProfiles")
  @ApiResponse(responseCode = "200", description = "name 用作 profile，title 是所读资料的名称")
  @GetMapping("/api/imports/profiles")
  List<ReadyMade> profiles() {
    return profiles.names().stream().map(name -> new ReadyMade(name, profiles.get(name).title())).toList();
  }

  @Operation(summary = "开始一次导入", operationId = "startImport", description = "文件用 multipart/form-data 提交，其他参数可以在表单里，也可以在地址里")
  @ApiResponse(responseCode = "202", description = "已经开始；进度看 Location 所说的地址",
      headers = @Header(name = "Location", description = "看进度的地址", required = true, schema = @Schema(type = "string", format = "uri-reference")))
  @ApiResponse(responseCode = "413", description = "文件太大")
  @ApiResponse(responseCode = "415", description = "正文不是 multipart/form-data")
  @ApiResponse(responseCode = "422", description = "没有这个方案、坐标系或编码")
  @Parameter(name = OnceOnly.HEADER, in = ParameterIn.HEADER, description = OnceOnly.TOLD, schema = @Schema(type = "string", minLength = 8, maxLength = 200))
  @PostMapping(path = "/api/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<ImportJobs.State> start(
      @Parameter(description = "导入方案，/api/imports/profiles 所列的一个", example = "villages-2016") @RequestParam String profile,
      @Parameter(description = "要导入的文件，Shapefile 连同它的各部分") @RequestParam List<MultipartFile> file,
      @Parameter(description = "文件的坐标系，文件里没有说的时候要给", example = "EPSG:4490") @RequestParam(required = false) @Nullable String crs,
      @Parameter(description = "坐标是按 GCJ-02 偏移过的", example = "gcj02", schema = @Schema(type = "string", allowableValues = "gcj02")) @RequestParam(required = false) @Nullable String datum,
      @Parameter(description = "文字的编码，不给就自己判断", example = "GB18030") @RequestParam(required = false) @Nullable String encoding,
      @Parameter(description = "多图层的文件里要哪一层", example = "places") @RequestParam(required = false) @Nullable String layer,
      @Parameter(description = "只检查，不写入", example = "true") @RequestParam(defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal SignedIn who, HttpServletRequest request) throws IOException {
    QueryParameters parts = new QueryParameters(request, PARTS);
    PARTS.forEach(part -> parts.text(part, MOST_LETTERS));
    parts.check();
    if (profile.contains("/") || profile.contains(".")) {
      throw new FileRefused(profile, "没有这个导入方案", "只能用现成的方案：" + String.join("、", profiles.names()));
    }
    Profile chosen = chosen(profile, crs, datum, encoding, layer);
    Path folder = Files.createTempDirectory("upload-");
    List<Object> content = new ArrayList<>(Arrays.asList(profile, crs, datum, encoding, layer, dryRun));
    List<Path> main = new ArrayList<>();
    for (MultipartFile part : file) {
      String name = String.valueOf(part.getOriginalFilename()).replaceAll("^.*[/\\\\]", "");
      Path kept = folder.resolve(name.isBlank() ? "upload" : name);
      part.transferTo(kept);
      if (request.getHeader(OnceOnly.HEADER) != null) {
        content.add(List.of(kept.getFileName().toString(), digest(kept)));
      }
      if (!name.matches("(?i).*\\.(shx|dbf|prj|cpg|cst|mid|sbn|sbx)")) {
        main.add(kept);
      }
    }
    boolean[] begun = {false};
    try {
      return once.answer(request, who.account().id(), content, ImportJobs.State.class, () -> {
        ImportJobs.State state = jobs.start(chosen, main, dryRun, folder, who.account().id());
        begun[0] = true;
        return ResponseEntity.accepted().location(URI.create("/api/imports/" + state.id())).body(state);
      });
    } finally {
      if (!begun[0]) {
        ImportJobs.sweep(folder); // the first of the same requests has its own
      }
    }
  }

  private static String digest(Path file) throws IOException {
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  @Operation(summary = "看一次导入的进度", operationId = "importState")
  @ApiResponse(responseCode = "200", description = "到哪一步了；结束的有结果")
  @ApiResponse(responseCode = "404", description = "没有这次导入，或已经忘了")
  @GetMapping(ONE)
  ImportJobs.State watch(@Parameter(description = ID) @PathVariable UUID id) {
    return jobs.find(id).orElseThrow(ImportController::unknown);
  }

  @Operation(summary = "一次导入的报告", operationId = "importReport")
  @ApiResponse(responseCode = "200", description = "每个有问题的行一条，有位置和建议", content = {
    @Content(mediaType = "text/csv", schema = @Schema(type = "string")), @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, array = @ArraySchema(schema = @Schema(type = "object")))})
  @ApiResponse(responseCode = "404", description = "没有这次导入，或已经忘了")
  @ApiResponse(responseCode = "409", description = "还没有结束，或在写报告之前就中断了")
  @GetMapping("/api/imports/{id}/{report:report\\.(?:csv|json)}")
  ResponseEntity<Resource> report(@Parameter(description = ID) @PathVariable UUID id,
      @Parameter(description = "形式", example = "report.csv", schema = @Schema(type = "string", allowableValues = {"report.csv", "report.json"})) @PathVariable String report) {
    String state = watch(id).state();
    Path file = jobs.report(id, report).orElseThrow(() -> notYet(state));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(report.endsWith("csv") ? "text/csv;charset=utf-8" : "application/json"))
        .body(new FileSystemResource(file));
  }

  @Operation(summary = "停止一次导入", operationId = "stopImport")
  @ApiResponse(responseCode = "202", description = "将在写完手上的一批以前停下，什么也不留下", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这次导入，或已经忘了")
  @ApiResponse(responseCode = "409", description = "已经结束，停不下来了")
  @DeleteMapping(ONE)
  ResponseEntity<Void> stop(@Parameter(description = ID) @PathVariable UUID id) {
    String state = watch(id).state();
    if (!jobs.stop(id)) {
      throw conflict(state, "已经结束", "这次导入已经结束，停不下来了");
    }
    return ResponseEntity.accepted().build();
  }

  @ExceptionHandler(FileRefused.class)
  ProblemDetail refused(FileRefused refused) {
    ProblemDetail problem = Problems.of(422, "文件被拒绝", Echo.brief(refused.file()) + "：" + refused.getMessage());
    problem.setProperty("remedy", ImportJobs.asParameters(refused.remedy()));
    return problem;
  }

  @ExceptionHandler
  ProblemDetail wrong(UnknownCoordinateSystem wrong) {
    return Problems.of(422, WRONG, String.valueOf(wrong.getMessage()));
  }

  private Profile chosen(String name, @Nullable String crs, @Nullable String datum, @Nullable String encoding, @Nullable String layer) {
    Profile profile = profiles.get(name);
    try {
      return profile.with(crs, datum, encoding, layer);
    } catch (IllegalArgumentException wrong) {
      throw Problems.refusal(422, WRONG, String.valueOf(wrong.getMessage()));
    }
  }

  private static ErrorResponseException unknown() {
    return Problems.refusal(404, "找不到", "没有这次导入；服务器只记得最近的几十次，重新启动后从头记起");
  }

  private static ErrorResponseException notYet(String state) {
    boolean open = state.equals("waiting") || state.equals("running");
    return conflict(state, "还没有报告", open ? "导入还没有结束，结束后再取报告" : "这次导入在写报告之前就中断了，没有报告");
  }

  private static ErrorResponseException conflict(String state, String title, String detail) {
    ErrorResponseException refusal = Problems.refusal(409, title, detail);
    refusal.getBody().setProperty("state", state);
    return refusal;
  }
}
