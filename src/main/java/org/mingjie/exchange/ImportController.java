package org.mingjie.exchange;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.SignedIn;
import org.mingjie.geometry.UnknownCoordinateSystem;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * {@code POST /api/imports} takes files and answers 202 with the address to watch; {@code DELETE} stops the import.
 * For administrators: a list may speak of any unit.
 */
@RestController
class ImportController {

  private final ImportJobs jobs;
  private final Profiles profiles;

  ImportController(ImportJobs jobs, Profiles profiles) {
    this.jobs = jobs;
    this.profiles = profiles;
  }

  @GetMapping("/api/imports/profiles")
  List<String> profiles() {
    return profiles.names();
  }

  @PostMapping(path = "/api/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<ImportJobs.State> start(@RequestParam String profile, @RequestParam List<MultipartFile> file,
      @RequestParam(required = false) @Nullable String crs, @RequestParam(required = false) @Nullable String datum,
      @RequestParam(required = false) @Nullable String encoding, @RequestParam(required = false) @Nullable String layer,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal SignedIn who) throws IOException {
    if (profile.contains("/") || profile.contains(".")) {
      throw new FileRefused(profile, "没有这个导入方案", "只能用现成的方案：" + String.join("、", profiles.names()));
    }
    Profile chosen = chosen(profile, crs, datum, encoding, layer);
    Path folder = Files.createTempDirectory("upload-");
    List<Path> main = new ArrayList<>();
    for (MultipartFile part : file) {
      String name = String.valueOf(part.getOriginalFilename()).replaceAll("^.*[/\\\\]", "");
      Path kept = folder.resolve(name.isBlank() ? "upload" : name);
      part.transferTo(kept);
      if (!name.matches("(?i).*\\.(shx|dbf|prj|cpg|cst|mid|sbn|sbx)")) {
        main.add(kept);
      }
    }
    ImportJobs.State state = jobs.start(chosen, main, dryRun, folder, who.account().id());
    return ResponseEntity.accepted().location(URI.create("/api/imports/" + state.id())).body(state);
  }

  @GetMapping("/api/imports/{id}")
  ImportJobs.State watch(@PathVariable UUID id) {
    return jobs.find(id).orElseThrow(ImportController::unknown);
  }

  @GetMapping("/api/imports/{id}/{report:report\\.(?:csv|json)}")
  ResponseEntity<Resource> report(@PathVariable UUID id, @PathVariable String report) {
    String state = watch(id).state();
    Path file = jobs.report(id, report).orElseThrow(() -> notYet(state));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(report.endsWith("csv") ? "text/csv;charset=utf-8" : "application/json"))
        .body(new FileSystemResource(file));
  }

  @DeleteMapping("/api/imports/{id}")
  ResponseEntity<Void> stop(@PathVariable UUID id) {
    String state = watch(id).state();
    if (!jobs.stop(id)) {
      ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "这次导入已经结束，停不下来了");
      problem.setTitle("已经结束");
      problem.setProperty("state", state);
      throw new ErrorResponseException(HttpStatus.CONFLICT, problem, null);
    }
    return ResponseEntity.accepted().build();
  }

  @ExceptionHandler(FileRefused.class)
  ProblemDetail refused(FileRefused refused) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY,
        refused.file() + "：" + refused.getMessage());
    problem.setTitle("文件被拒绝");
    problem.setProperty("remedy", ImportJobs.asParameters(refused.remedy()));
    return problem;
  }

  @ExceptionHandler
  ProblemDetail wrong(UnknownCoordinateSystem wrong) {
    return wrong(String.valueOf(wrong.getMessage()));
  }

  private Profile chosen(String name, @Nullable String crs, @Nullable String datum, @Nullable String encoding, @Nullable String layer) {
    Profile profile = profiles.get(name);
    try {
      return profile.with(crs, datum, encoding, layer);
    } catch (IllegalArgumentException wrong) {
      throw new ErrorResponseException(HttpStatus.UNPROCESSABLE_ENTITY, wrong(String.valueOf(wrong.getMessage())), wrong);
    }
  }

  private static ProblemDetail wrong(String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY, detail);
    problem.setTitle("参数不对");
    return problem;
  }

  private static ErrorResponseException unknown() {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "没有这次导入；服务器只记得最近的几十次，重新启动后从头记起");
    problem.setTitle("找不到");
    return new ErrorResponseException(HttpStatus.NOT_FOUND, problem, null);
  }

  private static ErrorResponseException notYet(String state) {
    boolean open = state.equals("waiting") || state.equals("running");
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
        open ? "导入还没有结束，结束后再取报告" : "这次导入在写报告之前就中断了，没有报告");
    problem.setTitle("还没有报告");
    problem.setProperty("state", state);
    return new ErrorResponseException(HttpStatus.CONFLICT, problem, null);
  }
}
