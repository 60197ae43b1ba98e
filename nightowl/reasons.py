"""Why arrival refuses a whole file: code → (Korean, English) sentence for the report. Each domain of spark_jobs has its own such list."""

REASONS = {
    "file_empty": ("빈 파일입니다.", "The file is empty."),
    "file_truncated": ("파일이 중간에서 끊겼습니다.", "The file ends in the middle."),
    "file_damaged": ("압축 파일이 손상되었습니다.", "The compressed file is damaged."),
    "file_oversized": ("파일이 허용 크기보다 큽니다.", "The file is larger than allowed."),
    "file_unreadable": ("파일을 열 수 없습니다.", "The file cannot be opened."),
    "line_too_long": ("지나치게 긴 줄이 있습니다.", "The file has a line beyond all measure."),
    "compression_ratio_too_high": (
        "압축률이 비정상적으로 높습니다.",
        "The file unpacks to far more than a real delivery would.",
    ),
    "quote_not_closed": ("따옴표가 닫히지 않은 파일입니다.", "A quote is opened and never closed."),
    "zip_not_one_file": (
        "압축 파일 안의 파일이 하나가 아니거나 머리글이 서로 다릅니다.",
        "The zip holds no file, or several that do not begin with the same header.",
    ),
    "json_malformed": ("JSON 형식이 아닙니다.", "The file is not JSON."),
    "json_without_rows": ("JSON 안에 자료 목록이 없습니다.", "The JSON holds no list of rows."),
}
